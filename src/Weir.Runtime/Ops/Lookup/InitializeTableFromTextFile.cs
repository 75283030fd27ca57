using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Fills a table that can be initialized from the lines of a text file: columns, whole lines or line numbers.</summary>
/// <remarks>A table that is initialized already stays as it is, whatever the file holds. Source: lookup_table_init_op.cc, lookup_util.cc.</remarks>
internal sealed class InitializeTableFromTextFile(string definition) : Op
{
    public static readonly Op[] All =
    [
        new InitializeTableFromTextFile("InitializeTableFromTextFile(table_handle: Ref(string), filename: string); key_index: int >= -2; value_index: int >= -2; "
            + "vocab_size: int >= -1 = -1; delimiter: string = \"\\t\"; offset: int = 0"),
        new InitializeTableFromTextFile("InitializeTableFromTextFileV2(table_handle: resource, filename: string); key_index: int >= -2; value_index: int >= -2; "
            + "vocab_size: int >= -1 = -1; delimiter: string = \"\\t\"; offset: int = 0 | stateful"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c) => c.WithRank(1, 0);

    public override Kernel CreateKernel(KernelRequest r)
    {
        byte[] delimiter = r.Bytes("delimiter");
        if (delimiter.Length != 1) throw new TfException(StatusCode.InvalidArgument, "delimiter should be only 1 char");
        return new Initialize(new TextFileFormat(r.Int("key_index"), r.Int("value_index"), r.Int("vocab_size"), delimiter[0], r.Int("offset")));
    }

    private sealed class Initialize(TextFileFormat format) : Kernel
    {
        public override void Run(StepContext s)
        {
            StaticTable table = InitializeTable.Initializable(s.Resource<LookupTable>(0));
            Tensor name = s.Input(1);
            s.Require(name.Shape.Rank == 0, $"filename should be a single string, but got {name.Shape}");
            s.Require(name.Strings[0].Length > 0, "filename cannot be empty.");
            format.Check(table);
            using TextFileEntries entries = new(s.Files.OpenRead(Encoding.UTF8.GetString(name.Strings[0])), format, table, s.Cancellation);
            if (table.IsInitialized) entries.Begin();
            else table.Initialize(entries);
        }
    }
}
