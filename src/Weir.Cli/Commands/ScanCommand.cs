using System.CommandLine;
using Weir.Cli.Show;
using Weir.Printing;
using Weir.Protos;
using SavedModelProto = Weir.Protos.SavedModel;

namespace Weir.Cli.Commands;

/// <summary>What <c>scan</c> was asked for.</summary>
/// <param name="Dir">The SavedModel's folder.</param>
/// <param name="TagSet">The tags of one MetaGraph, with commas; null for all MetaGraphs.</param>
/// <param name="OpDenylist">The ops to look for, with commas; empty or null for the default.</param>
/// <param name="IsCompat1">Whether to print as TensorFlow 1.x did.</param>
internal sealed record ScanArguments(string Dir, string? TagSet, string? OpDenylist, bool IsCompat1);

/// <summary><c>scan</c>: looks for ops that reach out of the model.</summary>
/// <remarks>Source: saved_model_cli.py (TensorFlow 2.15).</remarks>
internal sealed class ScanCommand : ICliCommand
{
    private static readonly string[] DefaultDenylist = ["PrintV2", "ReadFile", "WriteFile"];

    private readonly Option<string> dir = new("--dir") { Description = "The folder of the SavedModel.", Required = true };
    private readonly Option<string?> tagSet = new("--tag_set") { Description = "The tags of one MetaGraph, separated by commas." };
    private readonly Option<string?> opDenylist = new("--op_denylist") { Description = "The ops to look for, separated by commas." };

    public Command Describe(CliContext context)
    {
        Command command = new("scan", "Look for ops in a SavedModel that read or write files.") { dir, tagSet, opDenylist };
        command.SetAction(parsed => Execute(
            new ScanArguments(
                parsed.GetRequiredValue(dir),
                parsed.GetValue(tagSet),
                parsed.GetValue(opDenylist),
                parsed.GetValue(CompatOption.Instance) == CompatOption.Version1),
            context));
        return command;
    }

    public static void Execute(ScanArguments arguments, CliContext context)
    {
        SavedModelProto model = SavedModelDescription.Read(arguments.Dir, context);
        string[] denylist = string.IsNullOrEmpty(arguments.OpDenylist) ? DefaultDenylist : arguments.OpDenylist.Split(',');
        IEnumerable<MetaGraphDef> metaGraphs = arguments.TagSet is null ? model.MetaGraphs : [MetaGraphs.Find(model, arguments.TagSet)];
        foreach (MetaGraphDef metaGraph in metaGraphs) Scan(metaGraph, denylist, arguments.IsCompat1, context);
    }

    private static void Scan(MetaGraphDef metaGraph, string[] denylist, bool isCompat1, CliContext context)
    {
        string tags = string.Join(", ", MetaGraphs.Tags(metaGraph).Select(PythonRepr.Text));
        string[] found = [.. GraphOps.Of(metaGraph.GraphDef).Intersect(denylist)];
        string word = isCompat1 ? "blacklisted" : "denylisted";
        context.Print(found.Length > 0 ? $"MetaGraph with tag set [{tags}] contains the following {word} ops: {Set(found)}"
            : isCompat1 ? $"MetaGraph with tag set [{tags}] does not contain {word} ops."
            : $"MetaGraph with tag set [{tags}] does not contain the default {word} ops: {Set(denylist)}");
    }

    private static string Set(string[] ops) => "{" + string.Join(", ", ops.Select(PythonRepr.Text)) + "}";
}
