using System.Buffers;

namespace Weir.Ops;

/// <summary>Numbered places for tensors, each of them empty or not: what lists and arrays keep their elements in.</summary>
/// <remarks>
/// Like a slot of a run, a place has a handle of its own that is bound to one value after the other. Places with their handles pass from a list that is gone
/// to the next one, so that a loop which fills a list in every run allocates none. Not thread-safe, but for reading.
/// </remarks>
internal sealed class TensorPlaces : IDisposable
{
    /// <summary>More places than that are left to the garbage collector.</summary>
    private const int MostKept = 4096;

    private Place[] places = [];

    public int Count { get; private set; }

    /// <summary>The value in a place, which keeps it. Null: the place is empty.</summary>
    public Tensor? this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return places[index].Handle is { HasValue: true } value ? value : null;
        }
    }

    /// <summary>Puts a reference to a value into a place.</summary>
    public void Set(int index, Tensor value) => Emptied(index).BindTo(value);

    /// <summary>Puts some elements of a value into a place, over the same memory.</summary>
    public void Set(int index, Tensor values, long start, Shape shape) => Emptied(index).BindTo(values, start, shape);

    /// <summary>Empties a place.</summary>
    public void Clear(int index) => Emptied(index);

    /// <summary>Adds empty places at the end, or takes some away.</summary>
    public void Resize(int count)
    {
        for (int i = count; i < Count; i++) places[i].Handle?.Dispose();
        if (count > places.Length) Grow(Math.Max(count, 2 * places.Length));
        Count = count;
    }

    /// <summary>Gives up all values and places.</summary>
    public void Dispose()
    {
        Resize(0);
        Keep(places);
        places = [];
    }

    private Tensor Emptied(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        Tensor handle = places[index].Handle ??= new Tensor();
        handle.Dispose();
        return handle;
    }

    private void Grow(int count)
    {
        Place[] larger = ArrayPool<Place>.Shared.Rent(count);
        // Swapped, for both have handles, and each is to stay in one place.
        for (int i = 0; i < places.Length; i++) (larger[i], places[i]) = (places[i], larger[i]);
        Keep(places);
        places = larger;
    }

    private static void Keep(Place[] empty)
    {
        if (empty.Length is > 0 and <= MostKept) ArrayPool<Place>.Shared.Return(empty);
    }

    /// <summary>A type that nobody else has a pool of: what comes from it has no values in it, but perhaps handles.</summary>
    private struct Place
    {
        public Tensor? Handle;
    }
}
