using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Strings of the code points in the rows of a ragged vector.</summary>
/// <remarks>Source: unicode_ops.cc.</remarks>
internal sealed class UnicodeEncode : Op
{
    public override OpDefinition Definition { get; } = "UnicodeEncode(input_values: int32, input_splits: Tsplits) -> output: string; "
        + "errors: {\"ignore\", \"replace\", \"strict\"} = \"replace\"; output_encoding: {\"UTF-8\", \"UTF-16-BE\", \"UTF-32-BE\"}; "
        + "replacement_char: int = 65533; "
        + "Tsplits: {int32, int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 1);
        long splits = c.WithRank(1, 1)[0];
        c.Require(splits != 0, "Negative dimension size caused by subtracting 1 from 0");
        c.Output(0, Shape.Of(splits < 0 ? -1 : splits - 1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tsplits");
        return new Encode(r.String("output_encoding"), UnicodeErrors.Of(r, hasControls: false));
    }

    private sealed class Encode(string encoding, UnicodeErrors errors) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor values, Tensor splits) = (s.Input(0), s.Input(1));
            s.Require(splits.ElementCount > 0, "Input_splits should contain elements, but given input_values has 0 elements");
            s.Require(splits.Integer(0) == 0, "First value in input_splits must be zero.");
            int last = (int)splits.ElementCount - 1;
            s.Require(splits.Integer(last) == values.ElementCount, "Last value in input_splits must be equal to length of input_tensor.");
            byte[][] texts = s.Output(0, last).Strings;
            List<int> runes = [];
            for (int i = 0; i < last; i++)
            {
                (long start, long end) = (splits.Integer(i), splits.Integer(i + 1));
                s.Require(start <= end && end <= values.ElementCount, "Values in input_splits must be equal or in ascending order.");
                runes.Clear();
                foreach (int value in values.Elements<int>()[(int)start..(int)end])
                {
                    int rune = Resolve(value);
                    if (rune >= 0) runes.Add(rune);
                }

                texts[i] = UnicodeText.Encode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runes), encoding);
            }
        }

        /// <summary>Who ignores errors gets what the encoding makes of halves of surrogate pairs and of noncharacters.</summary>
        private int Resolve(int value)
        {
            bool isInRange = value is >= 0 and <= Patterns.RuneSet.MaxRune;
            if (errors.IsIgnoring) return isInRange ? value : -1;
            bool isCharacter = isInRange && value is not (>= 0xD800 and <= 0xDFFF) and not (>= 0xFDD0 and <= 0xFDEF) && (value & 0xFFFE) != 0xFFFE;
            if (isCharacter) return value;
            return errors.IsStrict ? throw new TfException(StatusCode.InvalidArgument, "Code point is out of range for Unicode, or a noncharacter.") : errors.Replacement;
        }
    }
}
