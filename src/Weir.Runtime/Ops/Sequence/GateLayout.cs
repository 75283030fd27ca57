namespace Weir.Ops;

/// <summary>Where the four gates of an LSTM lie in a row of 4 * cells: input, new cell, forget, output.</summary>
/// <param name="Cell">The place of the new cell's gate, 1 or 2.</param>
/// <param name="Forget">The place of the forget gate, 2 or 1.</param>
internal readonly record struct GateLayout(int Cell, int Forget)
{
    /// <summary>Input, cell, forget, output: LSTMBlockCell and the first BlockLSTM.</summary>
    public static GateLayout Icfo => new(1, 2);

    /// <summary>Input, forget, cell, output.</summary>
    public static GateLayout Ifco => new(2, 1);
}
