namespace Weir.Ops;

/// <summary>In what order a queue gives its elements.</summary>
internal enum QueueKind
{
    /// <summary>As they came.</summary>
    Fifo,

    /// <summary>As they came; those of one batch are filled up with zeros to one shape.</summary>
    Padding,

    /// <summary>By their first component, the least first.</summary>
    Priority,

    /// <summary>By chance.</summary>
    Shuffle,
}

/// <summary>What a queue's node says of it.</summary>
/// <param name="KindName">The name of its kind in messages.</param>
/// <param name="Kind">The order of its elements.</param>
/// <param name="Types">The dtype of each component of an element.</param>
/// <param name="Shapes">The shape of each component; empty: any.</param>
/// <param name="Capacity">How many elements it holds.</param>
/// <param name="MinAfterDequeue">How many elements stay, to be mixed with those to come.</param>
/// <param name="Seeds">What chance begins with; both 0: with chance.</param>
internal sealed record QueueSpec(string KindName, QueueKind Kind, DType[] Types, Shape[] Shapes, int Capacity, int MinAfterDequeue, (long First, long Second) Seeds)
{
    public static QueueSpec Of(KernelRequest r, string kindName, QueueKind kind)
    {
        (DType[] types, Shape[] shapes, long capacity) = (r.Types("component_types"), r.Shapes("shapes"), r.Int("capacity"));
        if (shapes.Length > 0 && shapes.Length != types.Length) throw Invalid($"Different number of component types.  Types: {types.Length}, Shapes: {shapes.Length}");
        if (kind == QueueKind.Padding)
        {
            if (shapes.Length == 0 || Array.Exists(shapes, shape => !shape.HasRank)) throw Invalid("All shapes of a padding queue must be given, with their ranks.");
        }
        else if (Array.Find(shapes, shape => !shape.IsFullyDefined) is { } partial)
        {
            throw Invalid($"Shape {partial} of a component is not fully defined.");
        }

        if (kind == QueueKind.Priority) (types, shapes) = ([DType.Int64, .. types], [Shape.Scalar, .. shapes]);
        int most = capacity < 0 ? int.MaxValue : checked((int)Math.Min(capacity, int.MaxValue));
        if (kind != QueueKind.Shuffle) return new QueueSpec(kindName, kind, types, shapes, most, 0, default);
        long stays = r.Int("min_after_dequeue");
        if (stays < 0 || stays >= most) throw Invalid($"min_after_dequeue {stays} must be >= 0 and < capacity {most}");
        return new QueueSpec(kindName, kind, types, shapes, most, (int)stays, (r.Int("seed"), r.Int("seed2")));
    }

    /// <summary>Refuses a node that describes a queue of this name differently.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT.</exception>
    public void RequireSame(string name, QueueSpec asked)
    {
        if (ReferenceEquals(this, asked)) return;
        if (asked.Kind != Kind) throw Different("type", KindName, asked.KindName);
        if (asked.Capacity != Capacity) throw Different("capacity", $"{Capacity}", $"{asked.Capacity}");
        if (!asked.Types.AsSpan().SequenceEqual(Types)) throw Different("component types", Names(Types), Names(asked.Types));
        if (!asked.Shapes.AsSpan().SequenceEqual(Shapes)) throw Different("component shapes", string.Join(", ", (object[])Shapes), string.Join(", ", (object[])asked.Shapes));
        TfException Different(string what, string has, string requested) =>
            Invalid($"Shared queue '{name}' has {what} {has} but requested {what} were {requested}.");
    }

    /// <summary>Refuses a node whose components have other dtypes.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT.</exception>
    public void RequireTypes(DType[] components)
    {
        if (components.AsSpan().SequenceEqual(Types)) return;
        throw Invalid($"Signature mismatch, have: resource->{Names(components)} expected: resource->{Names(Types)}");
    }

    private static string Names(DType[] types) => string.Join(", ", types.Select(type => type.TfName()));

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);
}
