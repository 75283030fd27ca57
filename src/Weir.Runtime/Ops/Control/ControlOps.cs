namespace Weir.Ops;

/// <summary>Ops that order others.</summary>
internal static class ControlOps
{
    public static readonly Op[] All =
    [
        new NoOp(),
    ];
}
