namespace Weir;

/// <summary>The names of status codes as protos, logs and messages spell them.</summary>
public static class StatusCodeNames
{
    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
        "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>The canonical name of a code, for example <c>INVALID_ARGUMENT</c>.</summary>
    /// <param name="code">One of the seventeen codes.</param>
    /// <returns>The name; <c>UNKNOWN</c> for a number outside the enumeration.</returns>
    public static string CanonicalName(this StatusCode code) =>
        (uint)code < (uint)Names.Length ? Names[(int)code] : Names[(int)StatusCode.Unknown];
}
