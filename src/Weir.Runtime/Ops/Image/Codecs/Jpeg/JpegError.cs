namespace Weir.Ops;

/// <summary>A JPEG file is damaged, or of a kind that is not decoded.</summary>
internal sealed class JpegError(string message) : Exception(message)
{
}
