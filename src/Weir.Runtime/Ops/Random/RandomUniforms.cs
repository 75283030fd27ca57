using Weir.Simd;

namespace Weir.Ops;

/// <summary>Uniform numbers from 0 to 1, and whole numbers over a range or over all.</summary>
/// <remarks>
/// A whole number is what is left of a word after division by the size of the range: not quite uniform where that is no power of two.
/// Source: random_op.cc, stateless_random_ops.cc, stateless_random_ops_v2.cc, stateful_random_ops.cc, random_distributions.h.
/// </remarks>
internal static class RandomUniforms
{
    public static readonly Op[] All =
    [
        new RandomOp("RandomUniform(shape: T) -> output: dtype; seed: int = 0; seed2: int = 0; dtype: {half, bfloat16, float, double}; T: {int32, int64} | stateful", RandomSource.Seeds, 0, Real),
        new RandomOp("RandomUniformInt(shape: T, minval: Tout, maxval: Tout) -> output: Tout; seed: int = 0; seed2: int = 0; Tout: {int32, int64}; T: {int32, int64} "
            + "| stateful", RandomSource.Seeds, 0, InRange),
        new RandomOp("StatefulUniform(resource: resource, algorithm: int64, shape: shape_dtype) -> output: dtype; dtype: type = float; shape_dtype: type = int64 | "
            + "stateful", RandomSource.Variable, 2, Real),
        new RandomOp("StatefulUniformFullInt(resource: resource, algorithm: int64, shape: shape_dtype) -> output: dtype; dtype: type = uint64; shape_dtype: type = "
            + "int64 | stateful", RandomSource.Variable, 2, Whole),
        new RandomOp("StatefulUniformInt(resource: resource, algorithm: int64, shape: shape_dtype, minval: dtype, maxval: dtype) -> output: dtype; dtype: type = "
            + "int64; shape_dtype: type = int64 | stateful", RandomSource.Variable, 2, InRange),
        new RandomOp("StatelessRandomUniform(shape: T, seed: Tseed) -> output: dtype; dtype: {half, bfloat16, float, double} = float; T: {int32, int64} = int32; "
            + "Tseed: {int32, int64} = int64", RandomSource.Seed(1), 0, Real),
        new RandomOp("StatelessRandomUniformFullInt(shape: T, seed: Tseed) -> output: dtype; dtype: {int32, int64, uint32, uint64} = uint64; T: {int32, int64} = "
            + "int32; Tseed: {int32, int64, uint32, uint64} = int64", RandomSource.Seed(1), 0, Whole),
        new RandomOp("StatelessRandomUniformFullIntV2(shape: Tshape, key: uint64, counter: uint64, alg: int32) -> output: dtype; dtype: {int32, int64, uint32, "
            + "uint64} = uint64; Tshape: {int32, int64} = int32", RandomSource.KeyCounter(1), 0, Whole),
        new RandomOp("StatelessRandomUniformInt(shape: T, seed: Tseed, minval: dtype, maxval: dtype) -> output: dtype; dtype: {int32, int64}; T: {int32, int64}; "
            + "Tseed: {int32, int64} = int64", RandomSource.Seed(1), 0, InRange),
        new RandomOp("StatelessRandomUniformIntV2(shape: Tshape, key: uint64, counter: uint64, alg: int32, minval: dtype, maxval: dtype) -> output: dtype; dtype: "
            + "{int32, int64, uint32, uint64}; Tshape: {int32, int64} = int32", RandomSource.KeyCounter(1), 0, InRange),
        new RandomOp("StatelessRandomUniformV2(shape: Tshape, key: uint64, counter: uint64, alg: int32) -> output: dtype; dtype: {half, bfloat16, float, double} = "
            + "float; Tshape: {int32, int64} = int32", RandomSource.KeyCounter(1), 0, Real),
    ];

    private static Kernel Real(KernelRequest r, TakeGenerator take, int shapeInput) => r.Type("dtype") switch
    {
        DType.Float32 => new RandomKernel<float, UniformFloat>(take, shapeInput),
        DType.Float64 => new RandomKernel<double, UniformDouble>(take, shapeInput),
        DType.Float16 => new RandomKernel<Half, UniformHalf>(take, shapeInput),
        DType.BFloat16 => new RandomKernel<BFloat16, UniformBFloat16>(take, shapeInput),
        _ => throw r.NoKernel("dtype"),
    };

    private static Kernel Whole(KernelRequest r, TakeGenerator take, int shapeInput) => r.Type("dtype") switch
    {
        DType.Int32 => new RandomKernel<int, UniformBits<int>>(take, shapeInput),
        DType.UInt32 => new RandomKernel<uint, UniformBits<uint>>(take, shapeInput),
        DType.Int64 => new RandomKernel<long, UniformBits<long>>(take, shapeInput),
        DType.UInt64 => new RandomKernel<ulong, UniformBits<ulong>>(take, shapeInput),
        _ => throw r.NoKernel("dtype"),
    };

    // The stateful op calls its dtype otherwise.
    private static Kernel InRange(KernelRequest r, TakeGenerator take, int shapeInput)
    {
        string attribute = r.Attributes.Find("Tout") is null ? "dtype" : "Tout";
        return r.Type(attribute) switch
        {
            DType.Int32 => new Range32(take, shapeInput),
            DType.Int64 => new Range64(take, shapeInput),
            _ => throw r.NoKernel(attribute),
        };
    }

    private static (long Least, long End) Bounds(StepContext s)
    {
        (Tensor least, Tensor end) = (s.Input(s.InputCount - 2), s.Input(s.InputCount - 1));
        s.Require(least.Shape.Rank == 0, $"minval must be 0-D, got shape {least.Shape}");
        s.Require(end.Shape.Rank == 0, $"maxval must be 0-D, got shape {end.Shape}");
        (long from, long to) = (least.Integer(0), end.Integer(0));
        s.Require(from < to, $"Need minval < maxval, got {from} >= {to}");
        return (from, to);
    }

    private sealed class Range32(TakeGenerator take, int shapeInput) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor output = RandomShape.Output(s, shapeInput);
            if (output.ElementCount == 0) return;
            (long least, long end) = Bounds(s);
            RandomFill.Run(take(s, RandomShape.Reserved(output.ElementCount)), output.Elements<int>(), new UniformInt32((uint)(int)least, (uint)(end - least)));
        }
    }

    private sealed class Range64(TakeGenerator take, int shapeInput) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor output = RandomShape.Output(s, shapeInput);
            if (output.ElementCount == 0) return;
            (long least, long end) = Bounds(s);
            RandomFill.Run(take(s, RandomShape.Reserved(output.ElementCount)), output.Elements<long>(), new UniformInt64((ulong)least, unchecked((ulong)end - (ulong)least)));
        }
    }
}
