using System.Collections.Concurrent;
using Weir.Ops;

namespace Weir.Conformance;

/// <summary>Every recorded case of every op that has a kernel. Ops without one are "not yet", and listed in docs/compatibility.md.</summary>
public sealed class OpCaseTests
{
    public static IEnumerable<TheoryDataRow<string>> Families() =>
        Directory.EnumerateFiles(Corpus.Path("ops"), "*.jsonl.gz").Select(file => new TheoryDataRow<string>(Path.GetFileName(file).Split('.')[0]));

    [Theory]
    [MemberData(nameof(Families))]
    public void WhatHasAKernelComputesWhatTensorFlowComputed(string family)
    {
        ConcurrentBag<string> wrong = [];
        Parallel.ForEach(Corpus.Lines(Corpus.Path("ops", family + ".jsonl.gz")), row =>
        {
            OpCase one = new(row);
            if (one.IsUndefined || OpTable.Find(one.Op) is null) return;
            if (one.Run() is { } difference) wrong.Add($"{one.Op} [{one.Name}]: {difference}");
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(30)));
    }
}
