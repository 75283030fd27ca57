using Weir.Simd;

namespace Weir.Ops;

/// <summary>The elements of a queue, in the order in which they leave it. Not thread-safe.</summary>
internal abstract class QueueOrder
{
    public static QueueOrder Of(QueueSpec spec) => spec.Kind switch
    {
        QueueKind.Priority => new ByPriority(),
        QueueKind.Shuffle => new ByChance(spec.MinAfterDequeue, spec.Seeds.First, spec.Seeds.Second),
        _ => new AsTheyCame(),
    };

    public abstract int Count { get; }

    /// <summary>How many may be taken now, if more may come or not.</summary>
    public virtual int Ready(bool closed) => Count;

    public abstract void Add(Tensor[] element);

    public abstract Tensor[] Take();

    /// <summary>Brings back what was taken last.</summary>
    public virtual void PutBack(Tensor[] element) => Add(element);

    private sealed class AsTheyCame : QueueOrder
    {
        private readonly LinkedList<Tensor[]> elements = [];

        public override int Count => elements.Count;

        public override void Add(Tensor[] element) => elements.AddLast(element);

        public override Tensor[] Take()
        {
            Tensor[] first = elements.First!.Value;
            elements.RemoveFirst();
            return first;
        }

        public override void PutBack(Tensor[] element) => elements.AddFirst(element);
    }

    /// <remarks>Among equals the one that came first: TensorFlow leaves that open.</remarks>
    private sealed class ByPriority : QueueOrder
    {
        private readonly PriorityQueue<Tensor[], (long Priority, long Number)> elements = new();
        private long added;

        public override int Count => elements.Count;

        public override void Add(Tensor[] element) => elements.Enqueue(element, (element[0].Integer(0), added++));

        public override Tensor[] Take() => elements.Dequeue();
    }

    /// <remarks>The one that is drawn changes places with the last.</remarks>
    private sealed class ByChance : QueueOrder
    {
        private readonly List<Tensor[]> elements = [];
        private readonly int staying;
        private PhiloxGenerator generator;

        public ByChance(int staying, long seed, long seed2)
        {
            this.staying = staying;
            generator = RandomState.Begin(seed, seed2);
        }

        public override int Count => elements.Count;

        public override int Ready(bool closed) => closed ? Count : Math.Max(0, Count - staying);

        public override void Add(Tensor[] element) => elements.Add(element);

        public override Tensor[] Take()
        {
            int drawn = (int)(generator.Next() % (uint)elements.Count);
            Tensor[] element = elements[drawn];
            elements[drawn] = elements[^1];
            elements.RemoveAt(elements.Count - 1);
            return element;
        }
    }
}
