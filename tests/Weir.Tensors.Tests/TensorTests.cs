using System.Numerics;
using System.Numerics.Tensors;

namespace Weir.Tensors.Tests;

public sealed class TensorTests
{
    [Fact]
    public void Arrays_of_any_rank_keep_their_elements_and_shape()
    {
        using Tensor matrix = Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal((DType.Float32, Shape.Of(2, 3), 6L, 24L), (matrix.DType, matrix.Shape, matrix.ElementCount, matrix.ByteCount));
        Assert.Equal([1f, 2, 3, 4, 5, 6], matrix.ToArray<float>());
        using Tensor text = Tensor.From(new[,] { { "a", "é" }, { "", "d" } });
        Assert.Equal((DType.String, Shape.Of(2, 2)), (text.DType, text.Shape));
        Assert.Equal(["a", "é", "", "d"], text.ToArray<string>());
        using Tensor none = Tensor.From(new long[0, 4]);
        Assert.Equal((Shape.Of(0, 4), 0), (none.Shape, none.ToArray<long>().Length));
        using Tensor scalar = Tensor.Scalar(new Complex(1, -2));
        Assert.Equal((DType.Complex128, Shape.Scalar), (scalar.DType, scalar.Shape));
    }

    [Fact]
    public void A_tensor_is_a_copy_and_its_strings_are_too()
    {
        float[] values = [1, 2];
        byte[] bytes = [1, 2];
        using Tensor numbers = Tensor.From<float>(values);
        using Tensor strings = Tensor.From<byte[]>([bytes], Shape.Scalar);
        (values[0], bytes[0]) = (9, 9);
        strings.ToArray<byte[]>()[0][0] = 9;
        Assert.Equal([1f, 2], numbers.ToArray<float>());
        Assert.Equal([1, 2], strings.GetBytes(0).ToArray());
    }

    [Fact]
    public void Misuse_is_an_argument_error()
    {
        using Tensor numbers = Tensor.From(1f, 2f);
        using Tensor text = Tensor.From("a");
        Assert.Throws<ArgumentException>(() => numbers.ToArray<int>());
        Assert.Throws<ArgumentException>(() => numbers.AsSpan<double>().Length);
        Assert.Throws<ArgumentException>(() => numbers.ToArray<string>());
        Assert.Throws<ArgumentException>(() => text.AsSpan<byte>().Length);
        Assert.Throws<ArgumentException>(() => numbers.Reshape([3]));
        Assert.Throws<ArgumentException>(() => Tensor.From<float>([1, 2], [3]));
        Assert.Throws<ArgumentException>(() => Tensor.From<float>([1, 2], [null]));
        Assert.Throws<ArgumentException>(() => Tensor.From(new object[] { 1 }));
        Assert.Throws<ArgumentException>(() => Tensor.From(new string?[] { null }));
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Complex128)]
    [InlineData(DType.String)]
    [InlineData(DType.Bool)]
    public void A_forged_shape_is_an_error_and_no_allocation(DType dtype)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (long[] sizes in new[] { [long.MaxValue], [1L << 60], new[] { 1L << 31, 1L << 30 } })
        {
            Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => Tensor.Allocate(dtype, Shape.Of(sizes))).Code);
        }

        TfException limited = Assert.Throws<TfException>(() => Tensor.Allocate(dtype, Shape.Of(1 << 20), maxBytes: 1000));
        Assert.Equal(StatusCode.ResourceExhausted, limited.Code);
        Assert.Contains("1000", limited.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Disposing_is_final_for_one_handle_only()
    {
        Tensor first = Tensor.From(1f, 2f);
        using Tensor second = first.Share();
        using Tensor column = first.Reshape([2, 1]);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.AsSpan<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => first.ToArray<string>());
        Assert.Throws<ObjectDisposedException>(first.Share);
        Assert.Equal("<disposed tensor>", first.ToString());
        Assert.Equal([1f, 2f], second.ToArray<float>());
        Assert.Equal((Shape.Of(2, 1), Shape.Of(2)), (column.Shape, second.Shape));
    }

    [Fact]
    public void Numbers_of_a_disposed_tensor_are_not_handed_out()
    {
        Tensor gone = Tensor.From(1f, 2f);
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gone.ToArray<float>());
        Assert.Throws<ObjectDisposedException>(() => gone.AsTensorSpan<float>());
        Assert.Throws<ObjectDisposedException>(() => TensorProtoCodec.Encode(gone));
    }

    [Fact]
    public void Other_libraries_see_it_as_a_tensor_span()
    {
        using Tensor matrix = Tensor.Create<float>([2, 3], span => span.Fill(2));
        ReadOnlyTensorSpan<float> view = matrix.AsTensorSpan<float>();
        Assert.Equal(2, view.Rank);
        Assert.Equal(12f, System.Numerics.Tensors.Tensor.Sum(view));
    }

    [Fact]
    public void Forgotten_tensors_give_their_memory_back()
    {
        const long Large = 64 << 20;
        for (int i = 0; i < 200; i++) _ = Tensor.Create<byte>([Large], span => span[^1] = 1);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(System.Diagnostics.Process.GetCurrentProcess().WorkingSet64 < 8L << 30);
    }
}
