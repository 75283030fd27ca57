using System.Xml.Linq;

namespace Weir.Repository;

/// <summary>The projects form one chain; no reference points back.</summary>
public sealed class ProjectTests
{
    /// <summary>From the bottom to the top: a project may know those before it.</summary>
    private static readonly string[] Chain =
    [
        "Weir.Core", "Weir.Protos", "Weir.Tensors", "Weir.Checkpoints", "Weir.Runtime", "Weir.SavedModel", "Weir.Estimators",
        "Weir.Serving", "Weir.Serving.AspNetCore", "Weir.Cli",
    ];

    [Fact]
    public void References_point_one_way()
    {
        IReadOnlyList<string> projects = Repository.Files("src", "*.csproj");
        Assert.NotEmpty(projects);
        foreach (string project in projects)
        {
            int place = Array.IndexOf(Chain, Name(project));
            Assert.True(place >= 0, $"{project} has no place in the chain.");
            foreach (string reference in Values(project, "ProjectReference"))
            {
                int before = Array.IndexOf(Chain, Name(reference));
                Assert.True(before >= 0 && before < place, $"{project} may not refer to {reference}.");
            }
        }
    }

    [Fact]
    public void Internals_are_shown_to_tests_and_up_the_chain_only()
    {
        foreach (string project in Repository.Files("src", "*.csproj"))
        {
            foreach (string friend in Values(project, "InternalsVisibleTo"))
            {
                int place = Array.FindIndex(Chain, name => name == friend || (name == "Weir.Cli" && friend == "weir"));
                Assert.True(friend.EndsWith(".Tests", StringComparison.Ordinal) || friend == "Weir.Fuzz" || place > Array.IndexOf(Chain, Name(project)), $"{project} shows its internals to {friend}.");
            }
        }
    }

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        string[] listed = [.. XDocument.Parse(Repository.Read("Weir.slnx")).Descendants("Project").Select(project => project.Attribute("Path")!.Value).Order(StringComparer.Ordinal)];
        string[] there = [.. new[] { "src", "tests", "bench", "samples" }.SelectMany(folder => Repository.Files(folder, "*.csproj")).Order(StringComparer.Ordinal)];
        Assert.Equal(there, listed);
    }

    [Fact]
    public void Every_package_has_its_reason()
    {
        string reasons = Repository.Read("docs/dependencies.md");
        string[] packages = [.. Values("Directory.Packages.props", "PackageVersion")];
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Contains($"{package} ", reasons.Replace(',', ' '), StringComparison.Ordinal));
    }

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    private static IEnumerable<string> Values(string file, string element) =>
        XDocument.Parse(Repository.Read(file)).Descendants(element).Select(one => one.Attribute("Include")!.Value);
}
