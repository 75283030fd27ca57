using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Variants that hold tensors by key: made, asked and changed.</summary>
/// <remarks>Keys are stacked in no promised order. Source: map_kernels.h, map_ops.cc (TensorFlow 2.15), which has no gradients for them unless map_ops.py is imported.</remarks>
internal sealed class TensorMapOps(OpDefinition definition, Func<KernelRequest, Kernel> create) : Op
{
    public static readonly Op[] All =
    [
        new TensorMapOps("EmptyTensorMap() -> handle: variant", _ => new Empty()),
        new TensorMapOps("TensorMapErase(input_handle: variant, key: key_dtype) -> output_handle: variant; key_dtype: type; value_dtype: type", r => r.Knowing(new Erase(), "key_dtype", "value_dtype")),
        new TensorMapOps("TensorMapHasKey(input_handle: variant, key: key_dtype) -> has_key: bool; key_dtype: type", r => r.Knowing(new HasKey(), "key_dtype")),
        new TensorMapOps("TensorMapInsert(input_handle: variant, key: key_dtype, value: value_dtype) -> output_handle: variant; key_dtype: type; value_dtype: type",
            r => r.Knowing(new Insert(), "key_dtype", "value_dtype")),
        new TensorMapOps("TensorMapLookup(input_handle: variant, key: key_dtype) -> value: value_dtype; key_dtype: type; value_dtype: type", r => r.Knowing(new Lookup(r.Type("value_dtype")), "key_dtype")),
        new TensorMapOps("TensorMapSize(input_handle: variant) -> size: int32", _ => new Size()),
        new TensorMapOps("TensorMapStackKeys(input_handle: variant) -> keys: key_dtype; key_dtype: type", r => new StackKeys(r.Type("key_dtype"))),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (definition.Outputs is [{ Name: not ("value" or "keys") }]) c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private static TensorMap Map(StepContext s)
    {
        s.Require(s.Input(0).Shape.Rank == 0, $"Input map must be a scalar. Saw: {s.Input(0).Shape}");
        return s.Input(0).Objects is [TensorMap map] ? map : throw new TfException(StatusCode.InvalidArgument, "Input handle is not a map.");
    }

    private static Tensor Key(StepContext s)
    {
        s.Require(s.Input(1).DType.IsPlain() || s.Input(1).DType == DType.String, $"A tensor of {s.Input(1).DType.TfName()} can not be a key.");
        return s.Input(1);
    }

    /// <summary>The map of input 0 as output 0, to be changed: itself if nobody else needs it, else a copy.</summary>
    private static TensorMap MapToChange(StepContext s)
    {
        TensorMap map = Map(s);
        if (s.TryMove(0, 0)) return map;
        TensorMap copy = map.Copy();
        s.SetOutput(0, Tensor.OfVariant(copy));
        return copy;
    }

    private sealed class Empty : Kernel
    {
        public override void Run(StepContext s) => s.SetOutput(0, Tensor.OfVariant(new TensorMap()));
    }

    private sealed class Size : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<int>()[0] = Map(s).Count;
    }

    private sealed class HasKey : Kernel
    {
        public override void Run(StepContext s)
        {
            bool has = Map(s).Contains(Key(s));
            s.Output(0).Elements<bool>()[0] = has;
        }
    }

    private sealed class Insert : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor key, Tensor value) = (Key(s), s.Input(2));
            s.RequireLength(Map(s).Count + 1L);
            MapToChange(s).Set(key, value);
        }
    }

    private sealed class Erase : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor key = Key(s);
            s.Require(Map(s).Contains(key), $"Trying to erase non-existent item. Could not find key \"{ElementSummary.Of(key, 100)}\".");
            MapToChange(s).Remove(key);
        }
    }

    private sealed class Lookup(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor key = Key(s);
            s.Require(Map(s).TryGet(key, out Tensor? value), $"Trying to lookup non-existent key. Could not find key \"{ElementSummary.Of(key, 100)}\".");
            if (value!.DType != dtype)
            {
                throw s.WrongOutput(0, value.DType, dtype);
            }

            s.Forward(value, 0);
        }
    }

    private sealed class StackKeys(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorMap map = Map(s);
            s.Require(map.Count != 0, "TensorMapStackKeys cannot be called on empty map.");
            Shape shape = map.Items.First().Key.Shape;
            foreach ((Tensor key, _) in map.Items)
            {
                s.Require(key.DType == dtype, "Key does not match requested dtype.");
                s.Require(key.Shape.Equals(shape), "Keys must all have the same shape.");
            }

            Tensor keys = s.OutputRows(0, map.Count, shape);
            long start = 0;
            foreach ((Tensor key, _) in map.Items)
            {
                keys.CopyFrom(key, start);
                start += key.ElementCount;
            }
        }
    }
}
