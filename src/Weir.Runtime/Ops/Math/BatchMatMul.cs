using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Products of matrices in the last two dimensions; those before are batches, which broadcast in V2 and V3. V3 takes bytes too. Three rows.</summary>
/// <remarks>adj_x and adj_y transpose and conjugate. Source: matmul_op_impl.h; gradient: math_grad.py.</remarks>
internal sealed class BatchMatMul(OpDefinition definition, bool broadcasts) : Op
{
    private static readonly ElementTypes Types = ElementTypes.FloatsAndComplex | new ElementTypes(DType.Int16, DType.Int32, DType.Int64);

    private const string Rest = "int8, int16, int32, int64, complex64, complex128";

    public static readonly Op[] All =
    [
        new BatchMatMul("BatchMatMul(x: T, y: T) -> output: T; T: {bfloat16, half, float, double, int32, int64, complex64, complex128}; "
            + "adj_x: bool = false; adj_y: bool = false", broadcasts: false),
        new BatchMatMul("BatchMatMulV2(x: T, y: T) -> output: T; T: {bfloat16, half, float, double, int16, int32, int64, uint8, uint16, uint32, uint64, "
            + "complex64, complex128}; adj_x: bool = false; adj_y: bool = false", broadcasts: true),
        new BatchMatMul($"BatchMatMulV3(x: Ta, y: Tb) -> output: Tout; Ta: {{bfloat16, half, float, double, uint8, {Rest}}}; Tb: {{bfloat16, half, float, double, uint8, {Rest}}}; "
            + "Tout: {bfloat16, half, float, double, int16, int32, int64, complex64, complex128}; adj_x: bool = false; adj_y: bool = false", broadcasts: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        (Shape x, Shape y) = (c.WithRankAtLeast(0, 2), c.WithRankAtLeast(1, 2));
        if (!x.HasRank || !y.HasRank) return;
        bool adjointX = c.Attributes.Get<bool>("adj_x");
        bool adjointY = c.Attributes.Get<bool>("adj_y");
        c.MergeSizes(x[adjointX ? -2 : -1], y[adjointY ? -1 : -2]);
        (Shape batchX, Shape batchY) = (x.Slice(..^2), y.Slice(..^2));
        Shape batch = broadcasts ? BroadcastShapes.Infer(c, batchX, batchY) : c.Merge(batchX, batchY);
        c.Output(0, batch.Concatenate(Shape.Of(x[adjointX ? -1 : -2], y[adjointY ? -2 : -1])));
    }

    public override void Gradient(GradientContext g)
    {
        bool adjointX = g.Operation.Attributes.Get<bool>("adj_x");
        bool adjointY = g.Operation.Attributes.Get<bool>("adj_y");
        (Output x, Output y, Output dz) = (g.Input(0), g.Input(1), g.Outgoing(0));
        Output forX = adjointX ? Alike(y, dz, adjointY, true) : Alike(dz, y, false, !adjointY);
        Output forY = adjointY ? Alike(dz, x, true, adjointX) : Alike(x, dz, !adjointX, false);
        if (!broadcasts)
        {
            g.Flow(0, forX);
            g.Flow(1, forY);
            return;
        }

        (Output sizesX, Output sizesY) = (ShapeOp.Build(x), ShapeOp.Build(y));
        (Output axesX, Output axesY) = BroadcastGradientArgs.Build(Batch(x, sizesX), Batch(y, sizesY));
        g.Flow(0, Reshape.Build(Reductions.Sum(forX, axesX), sizesX));
        g.Flow(1, Reshape.Build(Reductions.Sum(forY, axesY), sizesY));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        (bool adjointX, bool adjointY) = (r.Bool("adj_x"), r.Bool("adj_y"));
        if (Name != "BatchMatMulV3") return r.ForType(Types, new Maker(adjointX, adjointY, broadcasts, null, null));
        (DType x, DType y, DType z) = (r.Type("Ta"), r.Type("Tb"), r.Type("Tout"));
        bool bytes = IsByte(x) && IsByte(y) && z == DType.Int32;
        bool brain = z == DType.BFloat16 && (x == z || IsByte(x)) && (y == z || IsByte(y)) && (x == z || y == z);
        if (!bytes && !brain && (x != z || y != z || z == DType.Float16)) throw r.NoKernel("Ta", "Tb", "Tout");
        return r.ForType(Types, new Maker(adjointX, adjointY, broadcasts, Conversion.Find(x, z, truncate: false), Conversion.Find(y, z, truncate: false)), "Tout");
    }

    private static bool IsByte(DType dtype) => dtype is DType.Int8 or DType.UInt8;

    /// <summary>Products whose batches broadcast.</summary>
    public static Output Build(Output x, Output y, bool adjointX, bool adjointY) => x.Operation.Graph.AddOperation(
        "BatchMatMulV2", [x, y], new Dictionary<string, object> { ["adj_x"] = adjointX, ["adj_y"] = adjointY })[0];

    private Output Alike(Output x, Output y, bool adjointX, bool adjointY)
    {
        Dictionary<string, object> attributes = new() { ["adj_x"] = adjointX, ["adj_y"] = adjointY };
        if (Name == "BatchMatMulV3") attributes["Tout"] = x.DType;
        return x.Operation.Graph.AddOperation(Name, [x, y], attributes)[0];
    }

    private static Output Batch(Output x, Output sizes)
    {
        Graph graph = x.Operation.Graph;
        return Slice.Build(sizes, graph.Const(Tensor.From(0)), Pack.Build([Rank.Build(x) - graph.Const(2)]));
    }

    private readonly struct Maker(bool adjointX, bool adjointY, bool broadcasts, Conversion? convertX, Conversion? convertY) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Products<T>(adjointX, adjointY, broadcasts, convertX, convertY);
    }

    private sealed unsafe class Products<T>(bool adjointX, bool adjointY, bool broadcasts, Conversion? convertX, Conversion? convertY) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            BroadcastPlan plan = CheckBatches(s, x.Shape, y.Shape);
            (long rows, long depth) = adjointX ? (x.Shape[-1], x.Shape[-2]) : (x.Shape[-2], x.Shape[-1]);
            (long columns, long other) = adjointY ? (y.Shape[-2], y.Shape[-1]) : (y.Shape[-1], y.Shape[-2]);
            s.Require(depth == other, $"Matrix size-incompatible: In[0]: {x.Shape}, In[1]: {y.Shape}");
            Span<long> sizes = stackalloc long[Math.Max(x.Shape.Rank, y.Shape.Rank)];
            BroadcastShapes.Fill(sizes[..^2], x.Shape.Dimensions[..^2], y.Shape.Dimensions[..^2]);
            (sizes[^2], sizes[^1]) = (rows, columns);
            Tensor z = s.Output(0, sizes);
            if (z.ElementCount == 0) return;
            GemmShape shape = new(checked((int)rows), checked((int)columns), checked((int)depth), adjointX, adjointY);
            using Tensor? otherX = Converted(x, convertX, z.DType) ?? Conjugated(x, adjointX);
            using Tensor? otherY = Converted(y, convertY, z.DType) ?? Conjugated(y, adjointY);
            MatrixBatches.Multiply<T>(plan, shape, otherX ?? x, otherY ?? y, z);
        }

        private BroadcastPlan CheckBatches(StepContext s, Shape x, Shape y)
        {
            s.Require(broadcasts || x.Rank == y.Rank, $"In[0] and In[1] has different ndims: {x} vs. {y}");
            s.Require(x.Rank >= 2, $"In[0] ndims must be >= 2: {x.Rank}");
            s.Require(y.Rank >= 2, $"In[1] ndims must be >= 2: {y.Rank}");
            for (int i = 0; !broadcasts && i < x.Rank - 2; i++)
            {
                s.Require(x[i] == y[i], $"In[0].dim({i}) and In[1].dim({i}) must be the same: {x} vs {y}");
            }

            bool fits = BroadcastPlan.TryCreate(x.Dimensions[..^2], y.Dimensions[..^2], out BroadcastPlan plan);
            s.Require(fits, $"In[0] and In[1] must have compatible batch dimensions: {x} vs. {y}");
            return plan;
        }

        private static Tensor? Converted(Tensor x, Conversion? conversion, DType dtype)
        {
            if (conversion is null) return null;
            Tensor wide = Tensor.Allocate(dtype, x.Shape);
            (int sizeFrom, int sizeTo) = (x.DType.ElementSize(), dtype.ElementSize());
            for (long at = 0; at < x.ElementCount; at += Conversion.BlockLength)
            {
                conversion.Run(x.Data + (at * sizeFrom), wide.Data + (at * sizeTo), (int)Math.Min(Conversion.BlockLength, x.ElementCount - at));
            }

            return wide;
        }

        /// <summary>Complex matrices are conjugated as well as transposed.</summary>
        private static Tensor? Conjugated(Tensor x, bool adjoint)
        {
            if (!adjoint || !x.DType.IsComplex()) return null;
            Tensor copy = Tensor.Allocate(x.DType, x.Shape);
            Elementwise.Unary<T, Conjugate>(x.Elements<T>(), copy.Elements<T>());
            return copy;
        }
    }
}
