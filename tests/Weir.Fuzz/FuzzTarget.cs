using Weir.Fuzz.Targets;

namespace Weir.Fuzz;

/// <summary>One reader under test.</summary>
internal abstract class FuzzTarget
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new NpyTarget(), new NpzTarget(), new PickleTarget(), new LiteralTarget(), new PbtxtTarget(), new TensorProtoTarget(), new ExampleTarget(),
        .. ImageTarget.Formats, new TfRecordTarget(), new TableTarget(), new CheckpointTarget(), new FirstFormatTarget(), new SavedModelTarget(),
        new NodeTarget(),
    ];

    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The codes that the reader's documentation names.</summary>
    public virtual StatusCode[] Errors => [StatusCode.InvalidArgument, StatusCode.Unimplemented, StatusCode.ResourceExhausted];

    /// <summary>No tensor may take more.</summary>
    protected const long MaxTensorBytes = 1 << 24;

    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);

    /// <summary>Good inputs, and interesting bad ones.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>Reads an input; the result tells what kind of input it was.</summary>
    public abstract string Read(byte[] input);

    /// <summary>Makes checksums right again, so that damage reaches what lies behind them.</summary>
    public virtual byte[] Repair(byte[] input, Random random) => input;

    /// <summary>Whether the reader documents an error that is no <see cref="TfException"/>.</summary>
    public virtual bool IsDocumented(Exception error) => false;
}
