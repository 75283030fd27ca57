namespace Weir.Sessions;

/// <summary>Objects for the next run that no run uses at this moment: at most one for each processor, so that threads that run at once do not take them from each other. Thread-safe.</summary>
internal sealed class IdleObjects<T>
    where T : class
{
    private readonly Place[] places = new Place[ProcessorStripes.Length];

    /// <summary>An object that is the caller's from now on, this processor's if it has one; null: there is none.</summary>
    public T? Take()
    {
        int first = ProcessorStripes.Current, place = first;
        do
        {
            if (TakeFrom(place) is { } taken) return taken;
            place = ProcessorStripes.After(place);
        }
        while (place != first);
        return null;
    }

    /// <summary>Keeps an object, which others may take from then on.</summary>
    /// <returns>False if there are as many as are kept: it stays the caller's.</returns>
    public bool TryKeep(T item)
    {
        int first = ProcessorStripes.Current, place = first;
        do
        {
            if (Volatile.Read(ref places[place].Item) is null && Interlocked.CompareExchange(ref places[place].Item, item, null) is null) return true;
            place = ProcessorStripes.After(place);
        }
        while (place != first);
        return false;
    }

    /// <summary>Takes one after the other. What is kept meanwhile may come, too.</summary>
    public IEnumerable<T> TakeAll()
    {
        for (int place = 0; place < places.Length; place++)
        {
            if (TakeFrom(place) is { } taken) yield return taken;
        }
    }

    private T? TakeFrom(int place) => Volatile.Read(ref places[place].Item) is null ? null : Interlocked.Exchange(ref places[place].Item, null);

    /// <summary>Holds the object: an array of these knows what may be in it, where one of objects asks at each access.</summary>
    private struct Place
    {
        public T? Item;
    }
}
