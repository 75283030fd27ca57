using System.Text.Json;
using Weir.Cli.Expressions;
using Weir.Cli.Inputs;
using Weir.Codec.Python;
using Weir.Protos;
using Weir.Tests;

namespace Weir.Cli;

public class ExampleTests
{
    [Fact]
    public void Literals_become_the_examples_that_saved_model_cli_makes()
    {
        int rows = 0;
        foreach (JsonElement row in Corpus.Rows("cli/examples.jsonl.gz"))
        {
            rows++;
            PythonValue value = InputExpression.Parse(row.GetProperty("expr").GetString()!);
            if (row.TryGetProperty("error", out JsonElement error))
            {
                Assert.Equal(error.GetProperty("message").GetString(), Assert.Throws<TfException>(() => ExampleLiterals.Serialize(value)).Message);
                continue;
            }

            PythonSequence made = (PythonSequence)ExampleLiterals.Serialize(value);
            // Compared as messages: Python writes an empty key of a map, C# leaves it out.
            Assert.Equal(
                row.GetProperty("serialized").EnumerateArray().Select(s => Example.Parser.ParseFrom(s.GetBytesFromBase64())),
                made.Items.Select(i => Example.Parser.ParseFrom(((PythonBytes)i).Value)));
        }

        Assert.Equal(19, rows);
    }
}
