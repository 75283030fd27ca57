using Weir.Buffers;

namespace Weir.Tensors.Tests;

public sealed unsafe class BufferPoolTests
{
    [Fact]
    public void Every_size_fits_its_class_with_little_waste()
    {
        for (long bytes = 0; bytes < 1 << 20; bytes += 1 + (bytes / 37))
        {
            long size = BufferPool.SizeOf(BufferPool.ClassOf(bytes));
            Assert.True(size >= bytes);
            Assert.True(bytes <= 256 || size <= bytes * 1.25 + 64, $"{bytes} bytes take {size}");
            Assert.Equal(BufferPool.ClassOf(bytes), BufferPool.ClassOf(size));
        }

        Assert.Equal(-1, BufferPool.ClassOf((1L << 24) + 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData((1 << 24) + 1)]
    public void Buffers_are_aligned_and_large_enough(long bytes)
    {
        NativeBuffer buffer = BufferPool.Rent(bytes);
        Assert.True(buffer.Capacity >= bytes);
        Assert.Equal(0u, (nuint)buffer.Pointer % NativeBuffer.Alignment);
        Assert.False(buffer.IsShared);
        buffer.Release();
    }

    [Fact]
    public void A_buffer_is_recycled_when_its_last_holder_lets_go()
    {
        NativeBuffer buffer = BufferPool.Rent(7001);
        buffer.AddReference();
        Assert.True(buffer.IsShared);
        buffer.Release();
        Assert.False(buffer.IsShared);
        buffer.Release();
        Assert.False(buffer.TryAddReference());
        Assert.Throws<InvalidOperationException>(buffer.Release);
    }

    [Fact]
    public void More_than_there_is_is_refused_at_once()
    {
        TfException error = Assert.Throws<TfException>(() => BufferPool.Rent(1L << 50));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
    }

    /// <summary>Each holder writes its own number and reads it back: a buffer that two hold at once would show another's.</summary>
    [Fact]
    public void Threads_never_hold_the_same_buffer()
    {
        Parallel.For(0, 8, worker =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                long value = ((long)worker << 32) + i;
                NativeBuffer buffer = BufferPool.Rent(64 << (i % 8));
                long* first = (long*)buffer.Pointer;
                long* last = (long*)(buffer.Pointer + buffer.Capacity) - 1;
                (*first, *last) = (value, value);
                buffer.AddReference();
                buffer.Release();
                Assert.True(*first == value && *last == value);
                buffer.Release();
            }
        });
    }

    [Fact]
    public void Shared_handles_may_be_made_and_disposed_from_many_threads()
    {
        using Tensor tensor = Tensor.Create<int>([5000], span => span.Fill(7));
        Parallel.For(0, 20_000, _ =>
        {
            using Tensor shared = tensor.Share();
            Assert.Equal(7, shared.AsSpan<int>()[4999]);
        });
        Assert.False(tensor.Buffer.IsShared);
    }
}
