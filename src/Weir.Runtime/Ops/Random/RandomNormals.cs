using Weir.Simd;

namespace Weir.Ops;

/// <summary>Normal numbers of mean 0 and deviation 1, all of them or those nearer to 0 than 2.</summary>
/// <remarks>Source: random_op.cc, stateless_random_ops.cc, stateless_random_ops_v2.cc, stateful_random_ops.cc.</remarks>
internal static class RandomNormals
{
    public static readonly Op[] All =
    [
        new RandomOp("RandomStandardNormal(shape: T) -> output: dtype; seed: int = 0; seed2: int = 0; dtype: {half, bfloat16, float, double}; T: {int32, int64} | "
            + "stateful", RandomSource.Seeds, 0, Normal),
        new RandomOp("StatefulStandardNormalV2(resource: resource, algorithm: int64, shape: shape_dtype) -> output: dtype; dtype: type = float; shape_dtype: type = "
            + "int64 | stateful", RandomSource.Variable, 2, Normal),
        new RandomOp("StatefulTruncatedNormal(resource: resource, algorithm: int64, shape: shape_dtype) -> output: dtype; dtype: type = float; shape_dtype: type = "
            + "int64 | stateful", RandomSource.Variable, 2, Truncated),
        new RandomOp("StatelessRandomNormal(shape: T, seed: Tseed) -> output: dtype; dtype: {half, bfloat16, float, double} = float; T: {int32, int64} = int32; "
            + "Tseed: {int32, int64} = int64", RandomSource.Seed(1), 0, Normal),
        new RandomOp("StatelessRandomNormalV2(shape: Tshape, key: uint64, counter: uint64, alg: int32) -> output: dtype; dtype: {half, bfloat16, float, double} = "
            + "float; Tshape: {int32, int64} = int32", RandomSource.KeyCounter(1), 0, Normal),
        new RandomOp("StatelessTruncatedNormal(shape: T, seed: Tseed) -> output: dtype; dtype: {half, bfloat16, float, double} = float; T: {int32, int64} = int32; "
            + "Tseed: {int32, int64} = int64", RandomSource.Seed(1), 0, Truncated),
        new RandomOp("StatelessTruncatedNormalV2(shape: Tshape, key: uint64, counter: uint64, alg: int32) -> output: dtype; dtype: {half, bfloat16, float, double} = "
            + "float; Tshape: {int32, int64} = int32", RandomSource.KeyCounter(1), 0, Truncated),
        new RandomOp("TruncatedNormal(shape: T) -> output: dtype; seed: int = 0; seed2: int = 0; dtype: {half, bfloat16, float, double}; T: {int32, int64} | stateful", RandomSource.Seeds, 0, Truncated),
    ];

    private static Kernel Normal(KernelRequest r, TakeGenerator take, int shapeInput) => r.Type("dtype") switch
    {
        DType.Float32 => new RandomKernel<float, NormalFloat>(take, shapeInput),
        DType.Float64 => new RandomKernel<double, NormalDouble>(take, shapeInput),
        DType.Float16 => new RandomKernel<Half, NormalNarrow<Half>>(take, shapeInput),
        DType.BFloat16 => new RandomKernel<BFloat16, NormalNarrow<BFloat16>>(take, shapeInput),
        _ => throw r.NoKernel("dtype"),
    };

    private static Kernel Truncated(KernelRequest r, TakeGenerator take, int shapeInput) => r.ForNumber(ElementTypes.Floats, new Maker(take, shapeInput), "dtype");

    private readonly struct Maker(TakeGenerator take, int shapeInput) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Fill<T>(take, shapeInput);
    }

    private sealed class Fill<T>(TakeGenerator take, int shapeInput) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor output = RandomShape.Output(s, shapeInput);
            if (output.ElementCount > 0) TruncatedNormalFill.Run(take(s, RandomShape.Reserved(output.ElementCount)), output.Elements<T>());
        }
    }
}
