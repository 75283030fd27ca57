using Weir.Ops;

namespace Weir.Plans;

/// <summary>Finds TensorFlow 1's loops among the nodes of a plan and makes each of them one node, so that what is left has an order.</summary>
/// <remarks>
/// TensorFlow's executor finds its way through a loop node by node, with a count of dead inputs for every round. Here rounds run one after
/// the other in a fixed order, which every well-formed graph allows: a round needs nothing but values of the round before and from outside.
/// </remarks>
internal sealed class LoopFrames
{
    private readonly Frame root = new(null, "", new PlanFrame([], [], [], []));
    private readonly Dictionary<PlanNode, Frame> frames = [];
    private readonly HashSet<PlanNode> own = [];
    private readonly Dictionary<PlanNode, Frame> homes = [];

    /// <summary>Puts the nodes of a plan in order, loops folded. Without loops nothing changes.</summary>
    public static void Fold(List<PlanNode> nodes)
    {
        foreach (PlanNode node in nodes)
        {
            foreach (PlanRegion region in node.Regions) Fold(region.Nodes);
        }

        if (!nodes.Exists(node => node.MayBeDead && node.Role == ControlFlowRole.Enter)) return;
        List<PlanNode> folded = new LoopFrames().Order(nodes);
        nodes.Clear();
        nodes.AddRange(folded);
    }

    private List<PlanNode> Order(List<PlanNode> nodes)
    {
        own.UnionWith(nodes);
        for (int i = 0; i < nodes.Count; i++)
        {
            Frame frame = FrameOf(nodes[i]);
            frames.Add(nodes[i], frame);
            frame.Add(nodes[i], i);
        }

        foreach (PlanNode node in nodes)
        {
            foreach (PlanNode source in Sources(node)) Connect(source, node);
        }

        return root.Sort();
    }

    /// <summary>The loop that a node is part of. An Enter is part of the loop that it leads into, an Exit of the one that it leads out of.</summary>
    private Frame FrameOf(PlanNode node)
    {
        if (node.IsStable)
        {
            homes.Add(node, HomeOf(node));
            return root;
        }

        Frame? found = null;
        PlanNode? witness = null;
        PlanNode[] sources = [.. Sources(node)];
        bool isBound = Array.Exists(sources, source => !source.IsGate);
        if (isBound) sources = Array.FindAll(sources, source => !source.IsGate);
        foreach (PlanNode source in sources)
        {
            Frame frame = source.Role == ControlFlowRole.Exit ? frames[source].Parent! : frames[source];
            if (found is not null && frame != found)
            {
                throw new TfException(StatusCode.InvalidArgument, $"{{{{node {node.Name}}}}} has inputs from different frames. "
                    + $"The input {{{{node {source.Name}}}}} is in frame '{frame.Name}'. The input {{{{node {witness!.Name}}}}} is in frame '{found.Name}'.");
            }

            (found, witness) = (frame, source);
        }

        if (found is null || !isBound)
        {
            Frame home = HomeOf(node, entered: false);
            if (found is null || home.Depth > found.Depth) found = home;
        }

        if (node.Role == ControlFlowRole.Exit && found == root) throw new TfException(StatusCode.InvalidArgument, $"{{{{node {node.Name}}}}} leads out of a loop, and there is none.");
        return node.Role == ControlFlowRole.Enter ? found.Child(node.FrameName) : found;
    }

    /// <summary>
    /// Where a node is written that takes nothing from a round. What the prologue has is computed outside of every loop, and yet who reads
    /// it inside, and nothing else, is inside.
    /// </summary>
    private Frame HomeOf(PlanNode node, bool entered = true)
    {
        Frame home = root;
        foreach (PlanNode source in node.Inputs.Select(input => input.Node).Concat(node.Controls))
        {
            if (homes.TryGetValue(source, out Frame? of) && of.Depth > home.Depth) home = of;
        }

        return entered && node.Role == ControlFlowRole.Enter ? home.Child(node.FrameName) : home;
    }

    /// <summary>What a node waits for: not what comes round from the round before, nor what is there before all these nodes.</summary>
    private IEnumerable<PlanNode> Sources(PlanNode node)
    {
        if (node.IsStable || node.Feed >= 0) return [];
        IEnumerable<PlanNode> inputs = node.Inputs.Select(input => input.Node);
        if (node.Role == ControlFlowRole.Merge) inputs = inputs.Where(input => input.Role != ControlFlowRole.NextIteration);
        return inputs.Concat(node.Controls).Where(source => !source.IsStable && source.Feed < 0 && own.Contains(source));
    }

    private void Connect(PlanNode source, PlanNode node)
    {
        (Frame from, Frame to) = (frames[source], frames[node]);
        (object fromUnit, object toUnit) = (source, node);
        while (from.Depth > to.Depth) (fromUnit, from) = (from, from.Parent!);
        while (to.Depth > from.Depth) (toUnit, to) = (to, to.Parent!);
        while (from != to) (fromUnit, from, toUnit, to) = (from, from.Parent!, to, to.Parent!);
        if (fromUnit != toUnit) from.Connect(fromUnit, toUnit);
    }

    /// <summary>A loop, or what is outside of all.</summary>
    private sealed class Frame(Frame? parent, string name, PlanFrame content)
    {
        private readonly Dictionary<string, Frame> children = new(StringComparer.Ordinal);
        private readonly Dictionary<object, int> missing = [];
        private readonly Dictionary<object, List<object>> consumers = [];
        private readonly Dictionary<object, int> positions = [];
        private int first = int.MaxValue;

        public Frame? Parent => parent;

        public string Name => name;

        public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

        public Frame Child(string frameName)
        {
            if (children.TryGetValue(frameName, out Frame? child)) return child;
            child = new Frame(this, frameName, new PlanFrame([], [], [], []));
            children.Add(frameName, child);
            missing.Add(child, 0);
            return child;
        }

        public void Add(PlanNode node, int position)
        {
            first = Math.Min(first, position);
            missing.Add(node, 0);
            positions.Add(node, position);
            switch (RoleOf(node))
            {
                case ControlFlowRole.Enter: content.Enters.Add(node); break;
                case ControlFlowRole.Exit: content.Exits.Add(node); break;
                case ControlFlowRole.NextIteration: content.Nexts.Add(node); break;
            }
        }

        public void Connect(object source, object consumer)
        {
            if (!consumers.TryGetValue(source, out List<object>? list)) consumers.Add(source, list = []);
            list.Add(consumer);
            missing[consumer]++;
        }

        /// <summary>The nodes in running order, among those that are ready the earlier one first.</summary>
        public List<PlanNode> Sort()
        {
            PriorityQueue<object, int> ready = new();
            foreach ((object unit, int count) in missing)
            {
                if (count == 0) ready.Enqueue(unit, PositionOf(unit));
            }

            int done = 0;
            while (ready.TryDequeue(out object? unit, out _))
            {
                done++;
                if (unit is Frame loop) content.Nodes.Add(loop.Fold());
                else if (unit is PlanNode node && RoleOf(node) is ControlFlowRole.None or ControlFlowRole.Switch or ControlFlowRole.Merge) content.Nodes.Add((PlanNode)unit);
                foreach (object consumer in consumers.GetValueOrDefault(unit) ?? [])
                {
                    if (--missing[consumer] == 0) ready.Enqueue(consumer, PositionOf(consumer));
                }
            }

            if (done < missing.Count) throw new TfException(StatusCode.InvalidArgument, $"Graph is invalid: what enters the loops of frame '{name}' depends on what leaves them.");
            return content.Nodes;
        }

        private PlanNode Fold()
        {
            Sort();
            return new PlanNode { Name = name, Definition = NoOp.OpDefinition, Attributes = Graphs.AttributeList.Empty, MayBeDead = true, Frame = content };
        }

        /// <summary>What the prologue has comes from outside of every loop.</summary>
        private static ControlFlowRole RoleOf(PlanNode node) => node.IsStable ? ControlFlowRole.None : node.Role;

        private int PositionOf(object unit) => unit is Frame frame ? frame.first : positions[unit];
    }
}
