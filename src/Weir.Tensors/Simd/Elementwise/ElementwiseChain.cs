using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>How an input of a chain is walked.</summary>
internal enum ChainWalk
{
    /// <summary>Element by element.</summary>
    Streamed,

    /// <summary>One element for all.</summary>
    Repeated,

    /// <summary>A vector, again and again.</summary>
    Periodic,

    /// <summary>A part of each row of something wider.</summary>
    Part,
}

/// <summary>An input of a chain in one run.</summary>
/// <param name="address">Where its first element is.</param>
/// <param name="walk">How it is walked.</param>
/// <param name="stride">From row to row, for a part.</param>
internal readonly unsafe struct ChainInput(nint address, ChainWalk walk, long stride = 0)
{
    public float* Data => (float*)address;

    public ChainWalk Walk => walk;

    public long Stride => stride;
}

/// <summary>Where a chain's results go.</summary>
[InlineArray(ElementwiseChain.MaxOutputs)]
internal struct ChainOutputs
{
    private nint _first;
}

/// <summary>
/// Element-wise operators one after the other, over blocks that stay in the first-level cache: one pass over memory where the operators
/// alone would take one each.
/// </summary>
/// <remarks>
/// Values are numbered: the inputs first, then each operator's result; the last one is the chain's. Every operator has at least one
/// operand that is a result, a streamed input or a part. Bits are those of the operators run alone. Immutable; thread-safe.
/// </remarks>
internal sealed unsafe class ElementwiseChain
{
    public const int MaxInputs = 16;
    public const int MaxSteps = 32;
    public const int MaxOutputs = 4;
    private const int BlockLength = 1024;

    private readonly (ElementwiseStep Step, int Left, int Right)[] _steps;
    private readonly int[] _registerOf;     // for each step; ~k for the k-th output
    private readonly int _registers;
    private readonly int _inputs;

    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="steps">Each operator with the values it reads; of a unary one the second is not looked at.</param>
    /// <param name="outputs">The steps whose results are kept; the last step is the first of them.</param>
    public ElementwiseChain(int inputs, (ElementwiseStep Step, int Left, int Right)[] steps, int[] outputs)
    {
        _inputs = inputs;
        _steps = steps;
        _registerOf = new int[steps.Length];
        Picoseconds = steps.Sum(step => step.Step.Picoseconds);
        int[] lastReader = new int[inputs + steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            lastReader[steps[i].Left] = i;
            if (steps[i].Step.IsBinary)
                lastReader[steps[i].Right] = i;
        }
        Stack<int> free = [];
        for (int i = 0; i < steps.Length; i++)
        {
            GiveBack(steps[i].Left);
            if (steps[i].Step.IsBinary && steps[i].Right != steps[i].Left)
                GiveBack(steps[i].Right);
            _registerOf[i] = Array.IndexOf(outputs, i) is >= 0 and int output ? ~output : free.TryPop(out int register) ? register : _registers++;

            void GiveBack(int value)
            {
                if (value >= inputs && lastReader[value] == i && _registerOf[value - inputs] >= 0)
                    free.Push(_registerOf[value - inputs]);
            }
        }
    }

    /// <summary>The rough cost of an element.</summary>
    public int Picoseconds { get; }

    /// <summary>Runs it.</summary>
    /// <param name="inputs">As many as the chain has.</param>
    /// <param name="outputs">Where the results go; the first may be a streamed input, the others overlap nothing.</param>
    /// <param name="length">The elements of the result and of each streamed input.</param>
    /// <param name="period">The elements of each periodic input and of each part of a row, which divide <paramref name="length"/>; 0 if there is none.</param>
    /// <param name="hasParts">Whether an input is a part of something wider.</param>
    public void Run(ReadOnlySpan<ChainInput> inputs, in ChainOutputs outputs, long length, long period, bool hasParts = false)
    {
        var job = new Job(this, outputs, length, period == 0 ? length : period);
        inputs.CopyTo(job.Inputs);
        if (!hasParts && period is > 0 and < BlockLength && period < length)
            Repeat(ref job, (int)period);
        job.BlocksInRow = ((job.RowLength - 1) / BlockLength) + 1;
        long rows = ((length - 1) / job.RowLength) + 1;
        WorkPool.Run(in job, rows * job.BlocksInRow, (long)Math.Min(BlockLength, job.RowLength) * Picoseconds);
    }

    // A short vector is written out as often as a block holds it, so that blocks are long.
    private void Repeat(ref Job job, int period)
    {
        int times = (int)Math.Min(BlockLength / period, job.Length / period);
        float* all = Scratch.Get<float>(ScratchUse.ChainVectors, (nint)_inputs * BlockLength);
        for (int i = 0; i < _inputs; i++)
        {
            if (job.Inputs[i].Walk != ChainWalk.Periodic)
                continue;
            float* target = all + (i * BlockLength);
            var source = new ReadOnlySpan<float>(job.Inputs[i].Data, period);
            for (int k = 0; k < times; k++)
                source.CopyTo(new Span<float>(target + (k * period), period));
            job.Inputs[i] = new ChainInput((nint)target, ChainWalk.Periodic);
        }
        job.RowLength = (long)period * times;
    }

    /// <summary>An item is a block: a part of a row, which is one round of the periodic inputs.</summary>
    private struct Job(ElementwiseChain chain, in ChainOutputs outputs, long length, long rowLength) : IParallelJob
    {
        public InputList Inputs;
        private readonly ChainOutputs _outputs = outputs;
        public long RowLength = rowLength;
        public long BlocksInRow;

        public readonly long Length => length;

        public readonly void Run(long begin, long end)
        {
            float* registers = Scratch.Get<float>(ScratchUse.Chain, (nint)chain._registers * BlockLength);
            float** at = stackalloc float*[chain._inputs + chain._steps.Length];
            for (long block = begin; block < end; block++)
            {
                (long row, long part) = Math.DivRem(block, BlocksInRow);
                long inRow = RowLength * part / BlocksInRow, first = (row * RowLength) + inRow;
                long last = Math.Min(length, (row * RowLength) + (RowLength * (part + 1) / BlocksInRow));
                for (int i = 0; i < chain._inputs; i++)
                    at[i] = Inputs[i].Data + Offset(Inputs[i], first, row, inRow);
                if (first < last)
                    RunBlock(at, registers, first, (nint)(last - first));
            }
        }

        private static long Offset(in ChainInput input, long first, long row, long inRow) => input.Walk switch
        {
            ChainWalk.Streamed => first,
            ChainWalk.Periodic => inRow,
            ChainWalk.Part => (row * input.Stride) + inRow,
            _ => 0,
        };

        private readonly void RunBlock(float** at, float* registers, long first, nint n)
        {
            for (int i = 0; i < chain._steps.Length; i++)
            {
                ref readonly var step = ref chain._steps[i];
                int register = chain._registerOf[i];
                float* target = register < 0 ? (float*)_outputs[~register] + first : registers + (register * BlockLength);
                step.Step.Run(at[step.Left], StepOf(step.Left), at[step.Right], StepOf(step.Right), target, n);
                at[chain._inputs + i] = target;
            }
        }

        private readonly int StepOf(int value) => value < chain._inputs && Inputs[value].Walk == ChainWalk.Repeated ? 0 : 1;
    }

    [InlineArray(MaxInputs)]
    private struct InputList
    {
        private ChainInput _first;
    }
}
