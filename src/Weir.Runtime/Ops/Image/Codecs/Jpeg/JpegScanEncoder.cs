namespace Weir.Ops;

/// <summary>Turns the coefficients of a scan into symbols.</summary>
/// <remarks>Source: jchuff.c, jcphuff.c.</remarks>
internal sealed class JpegScanEncoder(JpegFrame frame, JpegScanSpec scan, JpegSymbols symbols)
{
    private const int MostEmptyBlocks = 0x7FFF;
    private const int MostCorrections = 1000;
    private const int ZeroRun = 0xF0;

    private readonly int[] predictions = new int[frame.Components.Length];
    private readonly List<byte> corrections = [];
    private int emptyBlocks;

    public void Run()
    {
        JpegComponent[] parts = Array.ConvertAll(scan.Components, index => frame.Components[index]);
        if (parts.Length == 1)
        {
            for (int row = 0; row < parts[0].BlocksHigh; row++)
            {
                for (int column = 0; column < parts[0].BlocksWide; column++) Encode(scan.Components[0], parts[0].Block(row, column));
            }
        }
        else
        {
            for (int unit = 0; unit < frame.Rows * frame.Columns; unit++)
            {
                (int row, int column) = Math.DivRem(unit, frame.Columns);
                for (int i = 0; i < parts.Length; i++) EncodeUnit(scan.Components[i], parts[i], row, column);
            }
        }

        EndEmptyBlocks(scan.Components[0]);
        symbols.Flush();
    }

    private static int AcTable(int component) => JpegSymbols.FirstAc + DcTable(component);

    private static int DcTable(int component) => component == 0 ? 0 : 1;

    private static int Size(int magnitude) => magnitude == 0 ? 0 : int.Log2(magnitude) + 1;

    private void EncodeUnit(int component, JpegComponent part, int row, int column)
    {
        for (int block = 0; block < part.Across * part.Down; block++)
        {
            (int y, int x) = Math.DivRem(block, part.Across);
            Encode(component, part.Block((row * part.Down) + y, (column * part.Across) + x));
        }
    }

    private void Encode(int component, ReadOnlySpan<short> block)
    {
        if (scan.First == 0)
        {
            if (scan.High > 0) symbols.Bits(block[0] >> scan.Low, 1);
            else EncodeConstant(component, block[0] >> scan.Low);
        }

        if (scan.Last == 0) return;
        if (scan.High == 0) EncodeBand(component, block);
        else RefineBand(component, block);
    }

    private void EncodeConstant(int component, int value)
    {
        int difference = value - predictions[component], size = Size(Math.Abs(difference));
        predictions[component] = value;
        symbols.Symbol(DcTable(component), size);
        symbols.Bits(difference < 0 ? difference - 1 : difference, size);
    }

    private void EncodeBand(int component, ReadOnlySpan<short> block)
    {
        int run = 0, table = AcTable(component);
        for (int k = Math.Max(scan.First, 1); k <= scan.Last; k++)
        {
            int value = block[JpegTables.Order[k]], magnitude = Math.Abs(value) >> scan.Low;
            if (magnitude == 0)
            {
                run++;
                continue;
            }

            EndEmptyBlocks(component);
            for (; run > 15; run -= 16) symbols.Symbol(table, ZeroRun);
            int size = Size(magnitude);
            symbols.Symbol(table, (run << 4) | size);
            symbols.Bits(value < 0 ? ~magnitude : magnitude, size);
            run = 0;
        }

        if (run == 0) return;
        emptyBlocks++;

        // A whole scan has no runs of blocks.
        if (scan.First == 0 || emptyBlocks == MostEmptyBlocks) EndEmptyBlocks(component);
    }

    private void RefineBand(int component, ReadOnlySpan<short> block)
    {
        int lastNew = 0, run = 0, table = AcTable(component);
        for (int k = scan.First; k <= scan.Last; k++)
        {
            if (Math.Abs((int)block[JpegTables.Order[k]]) >> scan.Low == 1) lastNew = k;
        }

        List<byte> own = [];
        for (int k = scan.First; k <= scan.Last; k++)
        {
            int value = block[JpegTables.Order[k]], magnitude = Math.Abs(value) >> scan.Low;
            if (magnitude == 0)
            {
                run++;
                continue;
            }

            for (; run > 15 && k <= lastNew; run -= 16)
            {
                EndEmptyBlocks(component);
                symbols.Symbol(table, ZeroRun);
                Write(own);
            }

            if (magnitude > 1)
            {
                own.Add((byte)(magnitude & 1));
                continue;
            }

            EndEmptyBlocks(component);
            symbols.Symbol(table, (run << 4) | 1);
            symbols.Bits(value < 0 ? 0 : 1, 1);
            Write(own);
            run = 0;
        }

        if (run == 0 && own.Count == 0) return;
        emptyBlocks++;
        corrections.AddRange(own);
        if (emptyBlocks == MostEmptyBlocks || corrections.Count > MostCorrections - JpegFrame.BlockSize + 1) EndEmptyBlocks(component);
    }

    private void EndEmptyBlocks(int component)
    {
        if (emptyBlocks == 0) return;
        int bits = int.Log2(emptyBlocks);
        symbols.Symbol(AcTable(component), bits << 4);
        symbols.Bits(emptyBlocks, bits);
        emptyBlocks = 0;
        Write(corrections);
    }

    private void Write(List<byte> bits)
    {
        foreach (byte bit in bits) symbols.Bits(bit, 1);
        bits.Clear();
    }
}
