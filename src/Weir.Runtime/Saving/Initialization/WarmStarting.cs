using System.Text.RegularExpressions;

namespace Weir.Saving;

/// <summary>Replaces the initializers of variables by values of an earlier model.</summary>
internal sealed class WarmStarting(Graph graph, CheckpointReader reader, WarmStartSettings settings)
{
    public void Run()
    {
        Dictionary<string, List<Variable>> groups = CheckpointAssignments.BySavedName(settings.VarsToWarmStart.Variables ?? settings.VarsToWarmStart.Patterns.SelectMany(Matching).Distinct());
        RequireUsed("var_name_to_prev_var_name", settings.VarNameToPrevVarName.Keys, groups);
        RequireUsed("var_name_to_vocab_info", settings.VarNameToVocabInfo.Keys, groups);
        CheckpointAssignments assignments = new(graph, reader, settings.CheckpointToInitializeFrom);
        foreach ((string name, List<Variable> variables) in groups.OrderBy(group => Previous(group.Key), StringComparer.Ordinal))
        {
            if (settings.VarNameToVocabInfo.TryGetValue(name, out VocabInfo? vocabulary))
            {
                new VocabularyRemap(graph, reader.Prefix, Previous(name), vocabulary).SetInitializers(variables);
            }
            else if (!settings.VarsToWarmStart.NeedsVocabulary)
            {
                assignments.Add(new Dictionary<string, AssignmentTarget> { [Previous(name)] = AssignmentTarget.Of(variables) });
            }
        }
    }

    private string Previous(string name) => settings.VarNameToPrevVarName.GetValueOrDefault(name, name);

    private IEnumerable<Variable> Matching(string pattern)
    {
        Regex regex;
        try
        {
            regex = new Regex($@"\A(?:{pattern})", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"'{pattern}' is not a regular expression for names of variables: {e.Message}", nameof(pattern), e);
        }

        return graph.Variables(settings.VarsToWarmStart.Collection).Where(variable => regex.IsMatch(variable.Name + ":0"));
    }

    private static void RequireUsed(string argument, IEnumerable<string> names, Dictionary<string, List<Variable>> groups)
    {
        string[] unused = [.. names.Where(name => !groups.ContainsKey(name)).Order(StringComparer.Ordinal)];
        if (unused.Length == 0) return;
        throw new ArgumentException($"You provided the following variables in {argument} that were not used: {{{Listed(unused)}}}.  Perhaps you misspelled them?  "
            + $"Here is the list of viable variable names: dict_keys([{Listed(groups.Keys)}])");
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
