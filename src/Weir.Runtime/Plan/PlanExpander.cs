using Weir.Graphs;
using Weir.Ops;

namespace Weir.Plans;

/// <summary>
/// Turns the needed part of a graph into a list of nodes in running order: calls become the bodies of their functions, branches and loops
/// take theirs in as regions, operations that hand on their inputs disappear, references are read where their value is consumed.
/// </summary>
/// <param name="library">The functions.</param>
/// <param name="called">Those that the plan calls when it runs.</param>
/// <param name="limits">How large the plan may be.</param>
internal sealed class PlanExpander(FunctionLibrary library, CalledFunctions called, ModelLimits limits)
{
    private List<PlanNode> nodes = [];
    private readonly List<(PlanEdge[] Inputs, int Index, Scope Scope, Output Edge)> comingRound = [];
    private int added;
    private int scopes;
    private int expanded;

    public List<PlanNode> Nodes => nodes;

    /// <summary>Expands a graph between feeds and fetches.</summary>
    /// <returns>The edge of each fetch.</returns>
    public PlanEdge[] Expand(Graph graph, IReadOnlyList<Output> feeds, IReadOnlyList<Output> fetches, IReadOnlyList<Operation> targets) =>
        Expand(graph, body: null, feeds, fetches, targets);

    /// <summary>Expands a function that is called when the plan runs, from its arguments to its results.</summary>
    /// <returns>The edge of each result.</returns>
    public PlanEdge[] Expand(FunctionBody body) => Expand(body.Graph, body, body.ArgumentEdges, body.Results, body.ControlResults);

    private PlanEdge[] Expand(Graph graph, FunctionBody? body, IReadOnlyList<Output> feeds, IReadOnlyList<Output> fetches, IReadOnlyList<Operation> targets)
    {
        Dictionary<Output, PlanEdge> fed = [];
        for (int i = 0; i < feeds.Count; i++)
        {
            PlanNode node = new()
            {
                Name = feeds[i].Operation.Name,
                Definition = Placeholder.OpDefinition,
                Attributes = AttributeList.Empty,
                OutputTypes = [feeds[i].DType.BaseType()],
                Feed = i,
            };
            nodes.Add(node);
            fed.TryAdd(feeds[i], new PlanEdge(node, 0));
        }

        Operation[] needed = Reachability.Of(graph, fetches, targets, fed.Keys.ToHashSet());
        Scope scope = new(graph, body, caller: null, fed, [], HasControlFlow(needed), scopes++);
        foreach (Operation operation in needed) ExpandOperation(scope, operation);
        foreach ((PlanEdge[] inputs, int index, Scope inner, Output edge) in comingRound) inputs[index] = inner.Edge(edge);
        return [.. fetches.Select(fetch => Value(scope.Edge(fetch), []))];
    }

    private void ExpandOperation(Scope scope, Operation operation)
    {
        // Counted apart from the nodes: functions that only call each other twice add none, and never end.
        if (++expanded > limits.MaxPlanNodes) throw TooLarge();
        PlanNode[] controls = operation.ControlEdges.Length == 0
            ? scope.CallControls
            : [.. operation.ControlEdges.SelectMany(scope.ExitsOf).Concat(scope.CallControls).Distinct()];
        Op? op = OpTable.Find(operation.Type);
        if (op is IBranchOp branch) ExpandBranches(scope, operation, branch.Branches(operation.Attributes), controls);
        else if (op is ILoopOp loop) ExpandLoop(scope, operation, loop, controls);
        else if (op is IBatchedCallOp batched) ExpandBatchedCall(scope, operation, batched, controls);
        else if (op is ICallOp call) ExpandCall(scope, operation, call.Function(operation.Attributes, library), controls);
        else if (op is null && library.Find(operation.Type) is not null) ExpandCall(scope, operation, new FunctionReference(operation.Type, operation.Attributes), controls);
        else if (op is { PassesThrough: true } && !scope.HasControlFlow) PassThrough(scope, operation, controls);
        else AddNode(scope, operation, op, controls);
    }

    private void AddNode(Scope scope, Operation operation, Op? op, PlanNode[] controls)
    {
        PlanNode node = Add(new PlanNode
        {
            Name = operation.Name,
            Files = operation.Files,
            Definition = operation.Definition,
            Attributes = operation.Attributes,
            Inputs = InputValues(scope, operation, controls),
            Controls = controls,
            InputTypes = operation.InputTypes,
            OutputTypes = operation.OutputTypes,
            ShapeHint = operation.OutputCount > 0 ? operation.OutputShapes[0] : Shape.Unknown,
            MayBeDead = scope.HasControlFlow,
            FrameName = op?.Role == ControlFlowRole.Enter ? $"{LoopOps.FrameName(operation.Attributes)}#{scope.Number}" : "",
        });
        DefineNode(scope, operation, node);
    }

    private static void DefineNode(Scope scope, Operation operation, PlanNode node)
    {
        PlanEdge[] outputs = new PlanEdge[node.OutputTypes.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = new PlanEdge(node, i);
        scope.Define(operation, outputs, [node]);
    }

    /// <summary>An operation whose outputs are its inputs; one that is waited for also orders what comes after it.</summary>
    private void PassThrough(Scope scope, Operation operation, PlanNode[] controls)
    {
        // TensorFlow hands a reference variable's own memory on: who reads it sees the value of the moment of its reading.
        PlanEdge[] values = controls.Length == 0 ? Array.ConvertAll(operation.InputEdges, scope.Edge) : InputValues(scope, operation, controls);
        PlanNode[] exits = [.. values.Select(value => value.Node).Concat(controls).Distinct()];
        if (exits.Length > 1) exits = [Join(operation.Name, exits)];
        scope.Define(operation, values.Length == operation.OutputCount ? values : [], exits);
    }

    private PlanNode Join(string name, PlanNode[] waitsFor) => Add(new PlanNode
    {
        Name = name,
        Definition = NoOp.OpDefinition,
        Attributes = AttributeList.Empty,
        Controls = waitsFor,
        IsJoin = true,
    });

    private void ExpandCall(Scope scope, Operation operation, FunctionReference reference, PlanNode[] controls)
    {
        PlanEdge[] arguments = InputValues(scope, operation, controls);
        if (scope.HasControlFlow) controls = [Gate(operation, arguments, controls)];
        (PlanEdge[] results, PlanNode[] exits) = ExpandBody(scope, operation, reference, arguments, controls, scope.HasControlFlow);
        if (exits.Length > 1) exits = [Join(operation.Name, exits)];
        scope.Define(operation, results, exits);
    }

    /// <summary>Runs if a call runs: what needs none of the call's arguments waits for it.</summary>
    private PlanNode Gate(Operation operation, PlanEdge[] arguments, PlanNode[] controls) => Add(new PlanNode
    {
        Name = operation.Name,
        Definition = NoOp.OpDefinition,
        Attributes = AttributeList.Empty,
        Inputs = arguments,
        Controls = controls,
        InputTypes = operation.InputTypes,
        MayBeDead = true,
        IsGate = true,
    });

    private void ExpandBranches(Scope scope, Operation operation, FunctionReference[] branches, PlanNode[] controls)
    {
        PlanEdge[] inputs = InputValues(scope, operation, controls);
        PlanRegion[] regions = [.. branches.Select(branch => ExpandRegion(scope, operation, branch, inputs[1..]))];
        DefineNode(scope, operation, Add(RegionNode(operation, inputs, controls, regions, [], scope.HasControlFlow)));
    }

    private void ExpandLoop(Scope scope, Operation operation, ILoopOp loop, PlanNode[] controls)
    {
        PlanEdge[] inputs = InputValues(scope, operation, controls);
        FunctionReference bodyReference = loop.Body(operation.Attributes);
        FunctionBody body = Instantiate(bodyReference, operation);
        RequireArguments(body, bodyReference, inputs.Length, operation);
        PlanEdge[] variables = [.. inputs.Select((input, i) => body.HandsOn(i) ? default : LoopVariable(operation, input.DType.BaseType()))];
        PlanEdge[] seen = [.. inputs.Select((input, i) => variables[i].Node is null ? input : variables[i])];
        PlanRegion[] regions = [ExpandRegion(scope, operation, loop.Condition(operation.Attributes), seen), ExpandRegion(scope, operation, bodyReference, seen)];
        PlanNode node = Add(RegionNode(operation, inputs, controls, regions, variables, scope.HasControlFlow));
        scope.Define(operation, [.. inputs.Select((input, i) => variables[i].Node is null ? input : new PlanEdge(node, i))], [node]);
    }

    private void ExpandBatchedCall(Scope scope, Operation operation, IBatchedCallOp call, PlanNode[] controls)
    {
        PlanEdge[] inputs = InputValues(scope, operation, controls);
        PlanEdge[] joined = [.. inputs.Take(call.BatchedInputs(operation.Attributes)).Select(input => LoopVariable(operation, input.DType.BaseType()))];
        PlanRegion region = ExpandRegion(scope, operation, call.Function(operation.Attributes, library), [.. joined, .. inputs.Skip(joined.Length)]);
        DefineNode(scope, operation, Add(RegionNode(operation, inputs, controls, [region], [], scope.HasControlFlow, joined)));
    }

    private static PlanEdge LoopVariable(Operation operation, DType dtype) => new(new PlanNode
    {
        Name = operation.Name,
        Definition = Placeholder.OpDefinition,
        Attributes = AttributeList.Empty,
        OutputTypes = [dtype],
        IsLoopVariable = true,
    }, 0);

    private static PlanNode RegionNode(Operation operation, PlanEdge[] inputs, PlanNode[] controls, PlanRegion[] regions, PlanEdge[] variables, bool mayBeDead, PlanEdge[]? joined = null) => new()
    {
        Name = operation.Name,
        Definition = operation.Definition,
        Attributes = operation.Attributes,
        Inputs = inputs,
        Controls = controls,
        InputTypes = operation.InputTypes,
        OutputTypes = operation.OutputTypes,
        MayBeDead = mayBeDead,
        Regions = regions,
        LoopVariables = variables,
        JoinedInputs = joined ?? [],
    };

    private PlanRegion ExpandRegion(Scope scope, Operation operation, FunctionReference reference, PlanEdge[] arguments)
    {
        List<PlanNode> outside = nodes;
        nodes = [];
        (PlanEdge[] results, _) = ExpandBody(scope, operation, reference, arguments, [], mayBeDead: false);
        PlanRegion region = new(nodes, results);
        nodes = outside;
        return region;
    }

    /// <summary>Puts the body of a function among the nodes.</summary>
    /// <returns>The edges of its results, and the nodes after which it is done.</returns>
    private (PlanEdge[] Results, PlanNode[] Exits) ExpandBody(Scope scope, Operation caller, FunctionReference reference, PlanEdge[] arguments, PlanNode[] controls, bool mayBeDead)
    {
        if (scope.Depth >= limits.MaxFunctionDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TfException(StatusCode.ResourceExhausted,
                $"Function calls nest deeper than the limit of {limits.MaxFunctionDepth}, or than this thread's stack allows, at '{reference.Name}', called by {caller}.");
        }

        FunctionBody body = Instantiate(reference, caller);
        RequireArguments(body, reference, arguments.Length, caller);
        if (scope.IsInside(body)) return Call(scope, caller, reference, body, arguments, controls);
        Dictionary<Output, PlanEdge> given = [];
        for (int i = 0; i < arguments.Length; i++) given[body.Arguments[i][0]] = arguments[i];
        Operation[] needed = Reachability.Of(body.Graph, body.Results, body.ControlResults, given.Keys.ToHashSet());
        Scope inner = new(body.Graph, body, scope, given, controls, mayBeDead || HasControlFlow(needed), scopes++);
        foreach (Operation inside in needed) ExpandOperation(inner, inside);
        PlanEdge[] results = [.. body.Results.Select(result => Value(inner.Edge(result), controls))];
        PlanNode[] exits = [.. body.ControlResults.SelectMany(inner.ExitsOf).Concat(results.Select(result => result.Node)).Concat(controls).Distinct()];
        return (results, exits);
    }

    /// <summary>A function that calls itself has no end while it is only looked at: it is called when the plan runs.</summary>
    private (PlanEdge[] Results, PlanNode[] Exits) Call(Scope scope, Operation caller, FunctionReference reference, FunctionBody body, PlanEdge[] arguments, PlanNode[] controls)
    {
        CalledFunction function = called.Get(reference, body);
        PlanNode node = Add(new PlanNode
        {
            Name = caller.Name,
            Files = caller.Files,
            Definition = function.Op.Definition,
            Attributes = CallAttributes(reference, arguments, body),
            Inputs = arguments,
            Controls = controls,
            InputTypes = Array.ConvertAll(arguments, argument => argument.DType),
            OutputTypes = Array.ConvertAll(body.Results, result => result.DType.BaseType()),
            MayBeDead = scope.HasControlFlow,
            Called = function,
        });
        return ([.. node.OutputTypes.Select((_, i) => new PlanEdge(node, i))], [node]);
    }

    private static AttributeList CallAttributes(FunctionReference function, PlanEdge[] arguments, FunctionBody body) => new(
        KeyValuePair.Create<string, object>("f", function),
        KeyValuePair.Create<string, object>("Tin", Array.ConvertAll(arguments, argument => argument.DType)),
        KeyValuePair.Create<string, object>("Tout", Array.ConvertAll(body.Results, result => result.DType.BaseType())));

    private FunctionBody Instantiate(FunctionReference reference, Operation caller) =>
        library.Require(reference.Name, caller).Instantiate(reference.Attributes, library);

    private static void RequireArguments(FunctionBody body, FunctionReference reference, int given, Operation caller)
    {
        if (given == body.Arguments.Length) return;
        throw new TfException(StatusCode.InvalidArgument, $"Function '{reference.Name}' takes {body.Arguments.Length} arguments, {given} are given; {caller}.");
    }

    private static bool HasControlFlow(Operation[] operations) =>
        Array.Exists(operations, operation => operation.Role != ControlFlowRole.None);

    private PlanEdge[] InputValues(Scope scope, Operation operation, PlanNode[] controls)
    {
        PlanEdge[] values = new PlanEdge[operation.InputEdges.Length];
        bool isMerge = scope.HasControlFlow && operation.Role == ControlFlowRole.Merge;
        for (int i = 0; i < values.Length; i++)
        {
            Output input = operation.InputEdges[i];
            if (isMerge && !scope.IsDefined(input))
            {
                comingRound.Add((values, i, scope, input));
                continue;
            }

            PlanEdge edge = scope.Edge(input);
            if (operation.InputTypes[i].IsReference() && edge.Node.Feed >= 0) throw FedReference(operation, i, edge);
            values[i] = operation.InputTypes[i].IsReference() ? edge : Value(edge, controls);
        }

        return values;
    }

    /// <summary>A fed value is nobody's variable.</summary>
    private static TfException FedReference(Operation operation, int input, PlanEdge edge) => new(StatusCode.InvalidArgument,
        $"Input {input} of node {operation.Name} was passed {edge.DType.TfName()} from {edge.Node.Name} incompatible with expected {edge.DType.TfName()}_ref.");

    /// <summary>The value itself: a reference is read here, after what its reader waits for.</summary>
    private PlanEdge Value(PlanEdge edge, PlanNode[] controls)
    {
        if (!edge.DType.IsReference()) return edge;
        PlanNode read = Add(new PlanNode
        {
            Name = edge.Node.Name,
            Definition = ReadReference.OpDefinition,
            Attributes = new AttributeList(KeyValuePair.Create<string, object>("T", edge.DType.BaseType())),
            Inputs = [edge],
            Controls = controls,
            InputTypes = [edge.DType],
            OutputTypes = [edge.DType.BaseType()],
            MayBeDead = edge.Node.MayBeDead,
        });
        return new PlanEdge(read, 0);
    }

    private PlanNode Add(PlanNode node)
    {
        if (++added > limits.MaxPlanNodes) throw TooLarge();
        nodes.Add(node);
        return node;
    }

    private TfException TooLarge() =>
        new(StatusCode.ResourceExhausted, $"The plan has more than {limits.MaxPlanNodes} nodes after its functions are inlined.");

    /// <summary>One graph that is being expanded: the whole one, or a function's body at one call.</summary>
    private sealed class Scope(Graph graph, FunctionBody? body, Scope? caller, Dictionary<Output, PlanEdge> given, PlanNode[] callControls, bool hasControlFlow, int number)
    {
        private readonly PlanEdge[]?[] outputs = new PlanEdge[graph.Operations.Count][];
        private readonly PlanNode[]?[] exits = new PlanNode[graph.Operations.Count][];

        public int Depth { get; } = caller is null ? 0 : caller.Depth + 1;

        /// <summary>Whether it is the body of a function, or is called from it, through whatever others.</summary>
        public bool IsInside(FunctionBody function)
        {
            Scope? at = this;
            while (at is not null && !ReferenceEquals(at.Body, function)) at = at.Caller;
            return at is not null;
        }

        private FunctionBody? Body => body;

        private Scope? Caller => caller;

        /// <summary>Whether values can be dead in here, so that every operation is a step which may be skipped.</summary>
        public bool HasControlFlow => hasControlFlow;

        public int Number => number;

        /// <summary>What the call waits for: so does everything in the body.</summary>
        public PlanNode[] CallControls => callControls;

        public PlanEdge Edge(Output output) =>
            given.TryGetValue(output, out PlanEdge edge) ? edge
            : outputs[output.Operation.Id] is not { } values ? throw Cyclic(output.Operation)
            : output.Index < values.Length ? values[output.Index]
            : throw new TfException(StatusCode.Internal, $"Missing {output.Index}-th output from {{{{node {output.Operation.Name}}}}}");

        public bool IsDefined(Output output) => given.ContainsKey(output) || outputs[output.Operation.Id] is not null;

        /// <summary>What is needed before it is defined is part of a cycle: a loop of TensorFlow 1, or a graph that no order can run.</summary>
        private static TfException Cyclic(Operation operation) => OpTable.Find(operation.Type) is null
            ? new TfException(StatusCode.Unimplemented, $"The op {operation.Type} is known but has no kernel in Weir yet; {{{{node {operation.Name}}}}}.")
            : new TfException(StatusCode.InvalidArgument, $"Graph is invalid, contains a cycle through node {operation.Name} ({operation.Type}).");

        /// <summary>The nodes after which an operation is done.</summary>
        public PlanNode[] ExitsOf(Operation operation) => exits[operation.Id] ?? [];

        public void Define(Operation operation, PlanEdge[] values, PlanNode[] done)
        {
            outputs[operation.Id] = values;
            exits[operation.Id] = done;
        }
    }
}
