namespace Weir.Cli.Serve;

/// <summary>The flag that says how variables are restored.</summary>
internal static class RestoreModes
{
    public const string Flag = "restore_mode";

    public const string Default = "read";

    public const string Names = "read, map or map_verified";

    /// <exception cref="TfException">INVALID_ARGUMENT: the flag says something else.</exception>
    public static RestoreMode Of(FlagValues flags) => flags.Text(Flag) switch
    {
        Default => RestoreMode.Read,
        "map" => RestoreMode.Map,
        "map_verified" => RestoreMode.MapVerified,
        string other => throw new TfException(StatusCode.InvalidArgument, $"--{Flag}={other} is not {Names}"),
    };
}
