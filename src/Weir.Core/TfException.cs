namespace Weir;

/// <summary>The one exception that Weir throws for what TensorFlow reports as a status: a canonical code and a message.</summary>
/// <remarks>
/// The message says what went wrong and where (node and op, or file and offset), what was expected and what was found.
/// Misuse of an API is an <see cref="ArgumentException"/>, cancellation by token an <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed class TfException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">The canonical code; anything but <see cref="StatusCode.Ok"/>.</param>
    /// <param name="message">What, where, expected, found.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public TfException(StatusCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The canonical code.</summary>
    public StatusCode Code { get; }
}
