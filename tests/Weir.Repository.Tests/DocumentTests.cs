using System.Text.RegularExpressions;

namespace Weir.Repository;

/// <summary>What the pages point to is there.</summary>
public sealed partial class DocumentTests
{
    private static IEnumerable<string> Pages => Repository.Files("docs", "*.md")
        .Concat(Directory.EnumerateFiles(Repository.Root, "*.md").Select(file => Path.GetFileName(file)));

    [Fact]
    public void Links_lead_somewhere()
    {
        Assert.Contains("README.md", Pages);
        foreach (string page in Pages)
        {
            string folder = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!);
            foreach (Match link in Link().Matches(Repository.Read(page)))
            {
                string target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal)) continue;
                Assert.True(Path.Exists(Path.Combine(folder, target)), $"{page} links to {target}, which is not there.");
            }
        }
    }

    /// <summary>A path in backquotes that begins with a folder of the repository is one.</summary>
    [Fact]
    public void Paths_that_pages_name_exist()
    {
        foreach (string page in Pages)
        {
            foreach (Match path in NamedPath().Matches(Repository.Read(page)))
            {
                string named = path.Groups[1].Value.TrimEnd('/');
                Assert.True(Path.Exists(Path.Combine(Repository.Root, named)), $"{page} names {named}, which is not there.");
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|docs|bench|eng|samples)/[\w./-]+)`")]
    private static partial Regex NamedPath();
}
