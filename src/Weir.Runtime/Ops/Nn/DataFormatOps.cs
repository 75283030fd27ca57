using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Numbers of dimensions, or vectors that have an element for each dimension, from one data format to another. Two rows of the table.</summary>
/// <remarks>A number that is out of range wraps, as in TensorFlow. Source: data_format_ops.cc.</remarks>
internal sealed class DataFormatOps(OpDefinition definition, bool ofVectors) : Op
{
    private const string Attributes = "T: {int32, int64} = int32; src_format: string = \"NHWC\"; dst_format: string = \"NCHW\"";

    public static readonly Op[] All =
    [
        new DataFormatOps("DataFormatDimMap(x: T) -> y: T; " + Attributes, ofVectors: false),
        new DataFormatOps("DataFormatVecPermute(x: T) -> y: T; " + Attributes, ofVectors: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        (string source, string destination) = (r.String("src_format"), r.String("dst_format"));
        Check(source.Length is 4 or 5 && destination.Length == source.Length, $"Source format must be of length 4 or 5, received {source} and {destination}");
        bool permutes = source.Distinct().Count() == source.Length && source.All(destination.Contains);
        Check(permutes, $"Destination and source format must determine a permutation, got {source} and {destination}");
        if (r.Type("T") is not (DType.Int32 or DType.Int64)) throw r.NoKernel("T");
        return ofVectors ? new Permute(source, destination) : new Map([.. source.Select(letter => destination.IndexOf(letter, StringComparison.Ordinal))]);
    }

    private static void Check(bool condition, string message)
    {
        if (!condition) throw new TfException(StatusCode.InvalidArgument, message);
    }

    private sealed class Map(int[] positions) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0), y = s.OutputLike(0, x);
            for (int i = 0; i < x.ElementCount; i++)
            {
                long dimension = x.Integer(i) % positions.Length;
                Set(y, i, positions[dimension < 0 ? dimension + positions.Length : dimension]);
            }
        }
    }

    private sealed class Permute(string source, string destination) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int rank = source.Length, spatial = rank - 2;
            s.Require(x.Shape.Rank is 1 or 2, $"input must be a vector or 2D tensor, but got shape {x.Shape}");
            bool fits = x.Shape[0] == rank || x.Shape[0] == spatial;
            s.Require(fits || x.Shape.Rank == 2, $"1D input must be of size {spatial} or {rank}, but got shape {x.Shape}");
            s.Require(fits, $"First dimension of 2D input must be of size {spatial} or {rank}, but got shape {x.Shape}");
            s.Require(x.Shape.Rank == 1 || x.Shape[1] == 2, $"Second dimension of 2D input must be of size 2, but got shape {x.Shape}");
            int lines = (int)x.Shape[0], columns = x.Shape.Rank == 1 ? 1 : 2;
            (string from, string to) = lines == rank ? (source, destination) : (Spatial(source), Spatial(destination));
            Tensor y = s.OutputLike(0, x);
            for (int i = 0; i < lines; i++)
            {
                int line = from.IndexOf(to[i], StringComparison.Ordinal);
                for (int j = 0; j < columns; j++) Set(y, (i * columns) + j, x.Integer((line * columns) + j));
            }
        }

        private static string Spatial(string format) => format.Replace("N", "", StringComparison.Ordinal).Replace("C", "", StringComparison.Ordinal);
    }

    private static void Set(Tensor y, int at, long value)
    {
        if (y.DType == DType.Int32) y.Elements<int>()[at] = (int)value;
        else y.Elements<long>()[at] = value;
    }
}
