using System.Globalization;

namespace Weir.Plans;

/// <summary>Device strings such as <c>/job:localhost/replica:0/task:0/device:CPU:0</c>, <c>/cpu:0</c> or <c>/gpu:1</c>.</summary>
internal static class DeviceNames
{
    /// <summary>Whether the one device that there is can be meant.</summary>
    public static bool IsLocalCpu(string device) => Array.TrueForAll(Parts(device), part => IsLocal(part) || part switch
    {
        ["DEVICE", "CPU" or "*"] or ["DEVICE", "CPU", "0" or "*"] or ["CPU"] or ["CPU", "0" or "*"] => true,
        _ => false,
    });

    /// <summary>Whether it is a device of this process, of whatever kind.</summary>
    public static bool IsLocal(string device) => Array.TrueForAll(Parts(device), part => part is not ["JOB" or "REPLICA" or "TASK", ..] || IsLocal(part));

    /// <summary>Whether it names a device, or a part of one's name, at all.</summary>
    public static bool IsWellFormed(string device) => Array.TrueForAll(Parts(device), part => part switch
    {
        ["JOB", { Length: > 0 }] => true,
        ["REPLICA" or "TASK", var number] => IsNumber(number),
        ["DEVICE", { Length: > 0 }] => true,
        ["DEVICE", { Length: > 0 }, var number] => IsNumber(number),
        ["CPU" or "GPU"] => true,
        ["CPU" or "GPU", var number] => IsNumber(number),
        _ => false,
    });

    private static bool IsNumber(string text) => text == "*" || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsLocal(string[] part) => part is ["JOB", "LOCALHOST"] or ["REPLICA", "0" or "*"] or ["TASK", "0" or "*"];

    private static string[][] Parts(string device) =>
        [.. device.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.ToUpperInvariant().Split(':'))];
}
