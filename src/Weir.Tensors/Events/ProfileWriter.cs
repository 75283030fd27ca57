using System.Globalization;
using System.Net;
using Google.Protobuf;
using Weir.Protos;

namespace Weir;

/// <summary>Puts profiles where TensorBoard's profile plugin finds them: <c>plugins/profile/RUN/HOST.xplane.pb</c> below a log folder.</summary>
/// <remarks>
/// Beside the folder <c>plugins</c> lies an event file without events, <c>events.out.tfevents.SECONDS.HOST.profile-empty</c>, by which TensorBoard knows the
/// log folder as a run. Source: <c>save_profile.cc</c>.
/// </remarks>
public static class ProfileWriter
{
    private const string EmptySuffix = ".profile-empty";

    /// <summary>Writes a profile.</summary>
    /// <param name="logDirectory">The log folder; made if it is not there.</param>
    /// <param name="profile">What <c>RunTrace.ToProfile</c> gives.</param>
    /// <param name="run">The profile's name in TensorBoard, a name for a folder; null: the time as <c>2026_11_25_17_30_00</c>. A profile of the same run and host is replaced.</param>
    /// <param name="timeProvider">The clock; default the system's.</param>
    /// <param name="hostName">The machine's name; default its own.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The run or the host is no name of a file.</exception>
    /// <exception cref="IOException">The file can not be written.</exception>
    public static string Write(string logDirectory, XSpace profile, string? run = null, TimeProvider? timeProvider = null, string? hostName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDirectory);
        ArgumentNullException.ThrowIfNull(profile);
        timeProvider ??= TimeProvider.System;
        run ??= timeProvider.GetLocalNow().ToString("yyyy_MM_dd_HH_mm_ss", CultureInfo.InvariantCulture);
        hostName ??= Dns.GetHostName();
        RequireName(run, nameof(run));
        RequireName(hostName, nameof(hostName));
        string folder = Directory.CreateDirectory(Path.Join(logDirectory, "plugins", "profile", run)).FullName;
        if (!Directory.EnumerateFiles(logDirectory, "*" + EmptySuffix).Any()) new EventFileWriter(logDirectory, EmptySuffix, timeProvider, hostName).Dispose();
        string path = Path.Join(folder, hostName.Replace(':', '_') + ".xplane.pb");
        using FileStream file = File.Create(path);
        profile.WriteTo(file);
        return path;
    }

    private static void RequireName(string name, string parameter)
    {
        if (name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '\\', '\0') < 0) return;
        throw new ArgumentException($"\"{name}\" is not a name of a file.", parameter);
    }
}
