using Google.Protobuf;
using Weir.Protos;
using Weir.Tests;

namespace Weir.Events;

public sealed class EventFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1545267780);

    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("weir-events-").FullName, "log");

    [Theory]
    [InlineData("events.out.tfevents.1545267780.host", "tf2.json")]
    [InlineData("events.out.tfevents.1545267781.host", "tf1.json")]
    public void Reads_what_TensorFlow_wrote(string file, string json)
    {
        Event[] expected = [.. System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Corpus.PathOf("facts/events/" + json))).RootElement.EnumerateArray()
            .Select(e => new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(false)).Parse<Event>(e.GetRawText()))];
        Assert.Equal(expected, EventFileReader.Read(Corpus.PathOf("facts/events/" + file)));
        Assert.True(expected.Length >= 7);
    }

    [Theory]
    [InlineData("events.out.tfevents.1545267780.host")]
    [InlineData("events.out.tfevents.1545267781.host")]
    public void Writes_the_same_bytes(string file)
    {
        string recorded = Corpus.PathOf("facts/events/" + file);
        Event[] events = [.. EventFileReader.Read(recorded)];
        string path;
        using (EventFileWriter writer = new(folder, timeProvider: new Clock(DateTimeOffset.FromUnixTimeSeconds((long)events[0].WallTime)), hostName: "host"))
        {
            path = writer.Path;
            foreach (Event e in events.Skip(1)) writer.Write(e);
        }

        Assert.Equal($"events.out.tfevents.{(long)events[0].WallTime}.host", Path.GetFileName(path));
        Assert.Equal(File.ReadAllBytes(recorded), File.ReadAllBytes(path));
    }

    [Fact]
    public void Numbers_are_written_in_both_forms()
    {
        Clock clock = new(Start);
        using EventFileWriter writer = new(folder, ".suffix", clock, "host");
        clock.Now += TimeSpan.FromMilliseconds(250);
        writer.WriteSimpleValue("loss", 3, step: 0);
        writer.WriteScalar("loss", 0.5f, step: 1);
        writer.Flush();
        Event[] events = [.. EventFileReader.Read(writer.Path)];
        Assert.Equal("events.out.tfevents.1545267780.host.suffix", Path.GetFileName(writer.Path));
        Assert.Equal(("brain.Event:2", 1545267780.0), (events[0].FileVersion, events[0].WallTime));
        Event first = EventFileReader.Read(Corpus.PathOf("facts/events/events.out.tfevents.1545267781.host")).First(e => e.Summary is not null);
        Event second = EventFileReader.Read(Corpus.PathOf("facts/events/events.out.tfevents.1545267780.host")).First(e => e.Step == 1 && e.Summary.Value[0].Tag == "loss");
        Assert.Equal(new Event(first) { WallTime = 1545267780.25 }, events[1]);
        Assert.Equal(new Event(second) { WallTime = 1545267780.25 }, events[2]);
    }

    [Fact]
    public void A_record_that_is_no_event_is_data_loss()
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "x");
        using (TfRecordWriter records = TfRecordWriter.Create(path)) records.Write([0x0a, 0x7f]);
        Assert.Equal(StatusCode.DataLoss, Assert.Throws<TfException>(() => EventFileReader.Read(path).Count()).Code);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    private sealed class Clock(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
