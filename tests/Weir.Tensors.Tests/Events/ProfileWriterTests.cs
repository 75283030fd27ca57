using Weir.Protos;

namespace Weir.Events;

/// <summary>Profiles in the folders of TensorBoard's profile plugin.</summary>
public sealed class ProfileWriterTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("weir-profile-").FullName, "log");

    [Fact]
    public void A_profile_lies_in_its_runs_folder_and_the_log_folder_is_marked_once()
    {
        string first = ProfileWriter.Write(folder, Small(), "one", hostName: "box:80"), second = ProfileWriter.Write(folder, Small(), "two", hostName: "box:80");
        Assert.Equal(Path.Combine(Path.GetFullPath(folder), "plugins", "profile", "one", "box_80.xplane.pb"), first);
        Assert.Equal(Path.Combine(Path.GetFullPath(folder), "plugins", "profile", "two", "box_80.xplane.pb"), second);
        string mark = Assert.Single(Directory.GetFiles(folder));
        Assert.EndsWith(".box:80.profile-empty", mark, StringComparison.Ordinal);
        Assert.Equal("brain.Event:2", Assert.Single(EventFileReader.Read(mark)).FileVersion);
        Assert.Matches("^[0-9]{4}(_[0-9]{2}){5}$", Path.GetFileName(Path.GetDirectoryName(ProfileWriter.Write(folder, Small(), hostName: "box"))));
    }

    /// <summary>The numbers and types of the fields are those of xplane.proto, written here by hand.</summary>
    [Fact]
    public void Bytes_are_those_of_the_format()
    {
        const string Expected =
            "0A30"                        // planes
            + "120170"                      //   name
            + "1A15"                        //   lines
            + "08071201741809"              //     id, name, timestamp_ns
            + "220C"                        //     events
            + "080110001806"                //       metadata_id, offset_ps, duration_ps
            + "220408012003"                //       stats: metadata_id, int64_value
            + "2209080112050801120165"      //   event_metadata: the key, id and name
            + "2A09080112050801120173";     //   stat_metadata: the key, id and name
        byte[] written = File.ReadAllBytes(ProfileWriter.Write(folder, Small(), "one", hostName: "box"));
        Assert.Equal(Expected, Convert.ToHexString(written));
        Assert.Equal(Small(), XSpace.Parser.ParseFrom(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    public void A_run_is_one_folder(string run) => Assert.Throws<ArgumentException>(() => ProfileWriter.Write(folder, Small(), run));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    private static XSpace Small() => new()
    {
        Planes =
        {
            new XPlane
            {
                Name = "p",
                Lines = { new XLine { Id = 7, Name = "t", TimestampNs = 9, Events = { new XEvent { MetadataId = 1, OffsetPs = 0, DurationPs = 6, Stats = { new XStat { MetadataId = 1, Int64Value = 3 } } } } } },
                EventMetadata = { [1] = new XEventMetadata { Id = 1, Name = "e" } },
                StatMetadata = { [1] = new XStatMetadata { Id = 1, Name = "s" } },
            },
        },
    };
}
