using System.Text.RegularExpressions;

namespace Weir.Repository;

/// <summary>An op is one file: its quoted name stands in no other.</summary>
public sealed partial class OpFileTests
{
    [Fact]
    public void An_op_is_named_in_one_file()
    {
        Dictionary<string, string> home = [];
        foreach (string file in OpFiles)
        {
            foreach (Match definition in Definition().Matches(Repository.Read(file))) home[definition.Groups[1].Value] = file;
        }

        Assert.True(home.Count > 20);
        HashSet<string> known = [.. home.Keys, .. TableNames()];
        foreach (string file in OpFiles)
        {
            foreach (Match name in QuotedName().Matches(DocComment().Replace(Repository.Read(file), "")))
            {
                string op = name.Groups[1].Value;
                if (known.Contains(op)) Assert.True(home.GetValueOrDefault(op) == file, $"{file} names the op {op}, which is at home in {home.GetValueOrDefault(op) ?? "no file"}: call its builder.");
            }
        }
    }

    [Fact]
    public void An_op_is_in_a_file_or_in_the_table_of_definitions()
    {
        HashSet<string> table = [.. TableNames()];
        IEnumerable<string> both = OpFiles.SelectMany(file => Definition().Matches(Repository.Read(file))).Select(definition => definition.Groups[1].Value).Where(table.Contains);
        Assert.Empty(both);
    }

    private static IEnumerable<string> OpFiles => Repository.Files("src/Weir.Runtime/Ops", "*.cs");

    private static IEnumerable<string> TableNames() =>
        TableName().Matches(Repository.Read("src/Weir.Runtime/Definitions/OpDefinitions.txt")).Select(line => line.Groups[1].Value);

    /// <summary>The beginning of a definition, <c>"MatMul(a: T, ...</c>.</summary>
    [GeneratedRegex("\"(_?[A-Z]\\w*)\\([^\"]*\\)(?: ->|;|\"| \\|)", RegexOptions.None)]
    private static partial Regex Definition();

    [GeneratedRegex("\"(_?[A-Z]\\w*)\"")]
    private static partial Regex QuotedName();

    [GeneratedRegex("^ *///.*$", RegexOptions.Multiline)]
    private static partial Regex DocComment();

    [GeneratedRegex(@"^(\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TableName();
}
