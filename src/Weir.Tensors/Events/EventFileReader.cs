using Google.Protobuf;
using Weir.Protos;

namespace Weir;

/// <summary>Reads the event files of TensorBoard, as <c>tf.compat.v1.train.summary_iterator</c> does. Thread-safe.</summary>
public static class EventFileReader
{
    /// <summary>The events of a file, read while they are enumerated.</summary>
    /// <param name="path">A file, <c>events.out.tfevents.…</c>.</param>
    /// <exception cref="TfException">NOT_FOUND: no such file. DATA_LOSS: a record is corrupt, cut off or no event; those before it were
    /// given.</exception>
    public static IEnumerable<Event> Read(string path)
    {
        using TfRecordReader records = TfRecordReader.Open(path);
        while (records.Read()) yield return Parse(records);
    }

    private static Event Parse(TfRecordReader records)
    {
        try
        {
            return Event.Parser.ParseFrom(records.Record.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.DataLoss, $"The record at {records.Offset} is no event: {e.Message}", e);
        }
    }
}
