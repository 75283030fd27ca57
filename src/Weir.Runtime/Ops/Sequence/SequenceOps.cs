namespace Weir.Ops;

/// <summary>Sequences: fused recurrent cells, connectionist temporal classification.</summary>
internal static class SequenceOps
{
    public static readonly Op[] All =
    [
        .. BlockLSTM.All,
        .. BlockLSTMGrad.All,
        new CTCBeamSearchDecoder(),
        new CTCGreedyDecoder(),
        new CTCLoss(),
        new GRUBlockCell(),
        new GRUBlockCellGrad(),
        new LSTMBlockCell(),
        new LSTMBlockCellGrad(),
    ];
}
