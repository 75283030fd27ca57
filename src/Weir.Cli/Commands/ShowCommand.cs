using System.CommandLine;
using Weir.Cli.Show;
using Weir.Protos;
using SavedModelProto = Weir.Protos.SavedModel;

namespace Weir.Cli.Commands;

/// <summary>What <c>show</c> was asked for.</summary>
/// <param name="Dir">The SavedModel's folder.</param>
/// <param name="All">Everything that is known of every MetaGraph.</param>
/// <param name="TagSet">The tags of one MetaGraph, with commas; null for the list of tag sets.</param>
/// <param name="SignatureDef">The key of one signature; null for the list of keys.</param>
/// <param name="ListOps">The names of the ops that the MetaGraph uses.</param>
/// <param name="IsCompat1">Whether to print as TensorFlow 1.x did.</param>
internal sealed record ShowArguments(string Dir, bool All, string? TagSet, string? SignatureDef, bool ListOps, bool IsCompat1)
{
    /// <summary>How the signature is computed.</summary>
    public bool Plan { get; init; }
}

/// <summary><c>show</c>: tag sets, signatures and ops of a SavedModel. Nothing is loaded or run.</summary>
/// <remarks>Source: saved_model_cli.py (TensorFlow 2.15).</remarks>
internal sealed class ShowCommand : ICliCommand
{
    private readonly Option<string> dir = new("--dir") { Description = "The folder of the SavedModel.", Required = true };
    private readonly Option<bool> all = new("--all") { Description = "Print all information of every MetaGraph." };
    private readonly Option<string?> tagSet = new("--tag_set") { Description = "The tags of one MetaGraph, separated by commas." };
    private readonly Option<string?> signatureDef = new("--signature_def") { Description = "The key of the signature to print." };
    private readonly Option<bool> listOps = new("--list_ops") { Description = "Print the ops that the MetaGraph uses." };
    private readonly Option<bool> plan = new("--plan") { Description = "Print how the signature is computed: steps, fused ops, values and how long they live." };

    public Command Describe(CliContext context)
    {
        Command command = new("show", "Print tag sets, signatures and ops of a SavedModel.") { dir, all, tagSet, signatureDef, listOps, plan };
        command.SetAction(parsed => Execute(
            new ShowArguments(
                parsed.GetRequiredValue(dir),
                parsed.GetValue(all),
                parsed.GetValue(tagSet),
                parsed.GetValue(signatureDef),
                parsed.GetValue(listOps),
                parsed.GetValue(CompatOption.Instance) == CompatOption.Version1) { Plan = parsed.GetValue(plan) },
            context));
        return command;
    }

    public static void Execute(ShowArguments arguments, CliContext context)
    {
        SavedModelProto model = SavedModelDescription.Read(arguments.Dir, context);
        SavedModelPrinter printer = new(context, arguments.IsCompat1);
        if (arguments.All)
        {
            printer.PrintAll(model);
            return;
        }

        if (arguments.TagSet is null)
        {
            if (arguments.ListOps) context.Print("--list_ops must be paired with a tag-set or with --all.");
            printer.PrintTagSets(model);
            return;
        }

        if (arguments.Plan && arguments.SignatureDef is null) context.Print("--plan must be paired with a tag-set and a signature.");
        MetaGraphDef metaGraph = MetaGraphs.Find(model, arguments.TagSet);
        if (arguments.ListOps) printer.PrintOps(metaGraph);
        if (arguments.SignatureDef is null) printer.PrintSignatureKeys(metaGraph);
        else if (arguments.Plan) context.Output.Write(SignaturePlan.Describe(metaGraph, MetaGraphs.Signature(metaGraph, arguments.SignatureDef)));
        else printer.PrintSignature(MetaGraphs.Signature(metaGraph, arguments.SignatureDef), indent: 0);
    }
}
