using System.Text;
using Weir.Codec.Python;

namespace Weir.Fuzz.Targets;

/// <summary>Python literals, as <c>weir run --input_exprs</c> takes them.</summary>
internal sealed class LiteralTarget : FuzzTarget
{
    public override string Name => "literal";

    public override IEnumerable<byte[]> Seeds() => Corpus.Rows("cli/expressions.jsonl.gz").Concat(Corpus.Rows("cli/examples.jsonl.gz"))
        .Select(row => Encoding.UTF8.GetBytes(row.GetProperty("expr").GetString()!));

    public override string Read(byte[] input) => "ok " + PythonLiteral.Parse(Encoding.UTF8.GetString(input)).TypeName;

    public override bool IsDocumented(Exception error) => error is FormatException;
}
