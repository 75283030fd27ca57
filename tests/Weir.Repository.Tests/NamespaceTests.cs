using System.Text.RegularExpressions;

namespace Weir.Repository;

/// <summary>What users meet lives in the namespace Weir, and no namespace takes the name of a type from them.</summary>
public sealed partial class NamespaceTests
{
    [Fact]
    public void No_segment_is_the_name_of_a_type()
    {
        HashSet<string> types = [.. Repository.SourceFiles.SelectMany(file => TypeDeclaration().Matches(Repository.Read(file)).Select(type => type.Groups["name"].Value))];
        Assert.Contains("Tensor", types);
        foreach (string file in Repository.SourceFiles)
        {
            string[] clashes = [.. Namespace(file).Split('.').Where(segment => types.Contains(segment) || segment is "Math" or "Graph")];
            Assert.True(clashes.Length == 0, $"{file}: the namespace segment {string.Join(", ", clashes)} is a type's name.");
        }
    }

    /// <remarks>The messages of Weir.Protos have their own namespace; the program has no users who write code.</remarks>
    [Fact]
    public void Public_types_are_in_the_namespace_Weir()
    {
        foreach (string file in Repository.SourceFiles)
        {
            if (file.StartsWith("src/Weir.Protos/", StringComparison.Ordinal) || file.StartsWith("src/Weir.Cli/", StringComparison.Ordinal)) continue;
            bool isPublic = TypeDeclaration().Matches(Repository.Read(file)).Any(type => type.Groups["access"].Value == "public" && type.Groups["indent"].Value.Length == 0);
            Assert.True(!isPublic || Namespace(file) == "Weir", $"{file} declares a public type in {Namespace(file)}.");
        }
    }

    private static string Namespace(string file)
    {
        Match match = NamespaceLine().Match(Repository.Read(file));
        return match.Success ? match.Groups[1].Value : "";
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?<indent> *)(?<access>public|internal|private|protected)? ?(?:(?:static|sealed|abstract|readonly|partial|unsafe|ref|file) )*(?:class|struct|record struct|record|interface|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
