namespace Weir;

/// <summary>The canonical error codes that TensorFlow, gRPC and <see cref="TfException"/> share. The numbers are those on the wire.</summary>
/// <remarks>Source: <c>error_codes.proto</c> (<c>tensorflow.error.Code</c>).</remarks>
public enum StatusCode
{
    /// <summary>No error. Never the code of an exception.</summary>
    Ok = 0,

    /// <summary>The operation was cancelled by its caller.</summary>
    Cancelled = 1,

    /// <summary>An error of unknown kind.</summary>
    Unknown = 2,

    /// <summary>An argument is wrong whatever the state of the system: a bad shape, dtype, name or file content.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the operation ended.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something named does not exist: a file, a tensor, a servable.</summary>
    NotFound = 5,

    /// <summary>Something that was to be made exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller may not do this, for example write a file from inside a model.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached: memory, queue length, nodes, depth.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the operation needs, for example a variable is uninitialized.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was aborted, typically by a concurrent one.</summary>
    Aborted = 10,

    /// <summary>Past the end of a sequence.</summary>
    OutOfRange = 11,

    /// <summary>Known, but not built: an op without a kernel, a conversion that does not exist.</summary>
    Unimplemented = 12,

    /// <summary>An invariant is broken.</summary>
    Internal = 13,

    /// <summary>Not available now; a later try may succeed.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt: a checksum does not fit, a file is cut.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
