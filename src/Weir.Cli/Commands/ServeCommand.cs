using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Cli.Serve;

namespace Weir.Cli.Commands;

/// <summary><c>serve</c>: the model server, with the flags of TensorFlow's.</summary>
internal sealed class ServeCommand : ICliCommand
{
    public Command Describe(CliContext context)
    {
        Command command = new("serve", "Serve models over gRPC and REST, with the flags of tensorflow_model_server. Without a model: a small sample.");
        Dictionary<ServeFlag, Option<string?>> options = ServeFlags.All.ToDictionary(flag => flag, Describe);
        foreach (Option<string?> option in options.Values) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            FlagValues values = new();
            foreach ((ServeFlag flag, Option<string?> option) in options)
            {
                if (parsed.GetResult(option) is { } result) values.Set(flag.Name, Value(result));
            }

            if (values.Bool("version")) context.Output.Write(ServeProgram.Version);
            else await ServeProgram.ServeAsync(ServeSettings.Read(values, offersSample: true, context), context, cancellation);
            return 0;
        });
        return command;
    }

    private static string? Value(OptionResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : null;

    private static Option<string?> Describe(ServeFlag flag)
    {
        string state = flag.State == FlagState.NotBuilt ? " Not available yet." : flag.Default.Length > 0 ? $" Default: {flag.Default}." : "";
        return new Option<string?>($"--{flag.Name}")
        {
            Description = flag.Description + state,
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = flag.Type.ToString().ToLowerInvariant(),
        };
    }
}
