namespace Weir.Plans;

/// <summary>Device strings such as <c>/job:localhost/replica:0/task:0/device:CPU:0</c>, <c>/cpu:0</c> or <c>/gpu:1</c>.</summary>
internal static class DeviceNames
{
    /// <summary>Whether the one device that there is can be meant.</summary>
    public static bool IsLocalCpu(string device)
    {
        foreach (string part in device.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = part.ToUpperInvariant().Split(':');
            bool fits = fields switch
            {
                ["JOB", "LOCALHOST"] or ["REPLICA", "0" or "*"] or ["TASK", "0" or "*"] => true,
                ["DEVICE", "CPU" or "*"] or ["DEVICE", "CPU", "0" or "*"] or ["CPU"] or ["CPU", "0" or "*"] => true,
                _ => false,
            };
            if (!fits) return false;
        }

        return true;
    }
}
