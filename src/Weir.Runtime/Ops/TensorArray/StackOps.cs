using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Stacks of tensors: what TensorFlow 1's loops keep for their gradients.</summary>
/// <remarks>Those with a reference for a handle differ in that alone, and in that they grow without a bound of their own. Source: stack.cc. Nothing is swapped out, whatever <c>swap_memory</c> allows.</remarks>
internal sealed class StackOps(OpDefinition definition, Func<KernelRequest, Kernel> create, bool isReference = false) : Op
{
    public static readonly Op[] All =
    [
        new StackOps("Stack() -> handle: Ref(string); elem_type: type; stack_name: string = \"\" | stateful", CreateStack, isReference: true),
        new StackOps("StackClose(handle: Ref(string))", _ => new Close(), isReference: true),
        new StackOps("StackCloseV2(handle: resource) | stateful", _ => new Close()),
        new StackOps("StackPop(handle: Ref(string)) -> elem: elem_type; elem_type: type", CreatePop, isReference: true),
        new StackOps("StackPopV2(handle: resource) -> elem: elem_type; elem_type: type | stateful", CreatePop),
        new StackOps("StackPush(handle: Ref(string), elem: T) -> output: T; T: type; swap_memory: bool = false", CreatePush, isReference: true),
        new StackOps("StackPushV2(handle: resource, elem: T) -> output: T; T: type; swap_memory: bool = false | stateful", CreatePush),
        new StackOps("StackV2(max_size: int32) -> handle: resource; elem_type: type; stack_name: string = \"\" | stateful", CreateStack),
    ];

    public override OpDefinition Definition => definition;

    public override OpEffect Effect => OpEffect.WithinRun;

    public override void InferShapes(ShapeContext c)
    {
        if (c.OutputCount == 1 && c.InputCount == 2) c.Output(0, c.Input(1));
        else if (isReference && c.OutputCount == 1 && c.InputCount == 0) c.Output(0, Shape.Of(2));
    }

    public override void Gradient(GradientContext g)
    {
        if (!isReference) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private static Make CreateStack(KernelRequest r) => new(r.String("stack_name") is { Length: > 0 } name ? name : r.NodeName, r.Type("elem_type"));

    private static Kernel CreatePush(KernelRequest r) => r.Knowing(new Push(r.Type("T")), "swap_memory");

    private static Pop CreatePop(KernelRequest r) => new(r.Type("elem_type"));

    private sealed class Make(string name, DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            int count = s.InputCount == 0 ? -1 : Size(s.Input(0), s);
            s.SetOwnedOutput(0, new TensorStack(name, elementType, count >= 0 ? count : s.Limits.MaxListElements));
        }

        private static int Size(Tensor size, StepContext s)
        {
            s.Require(size.Shape.Rank == 0, $"Stack size must be a scalar, but had shape: {size.Shape}");
            return size.Elements<int>()[0];
        }
    }

    private sealed class Push(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorStack stack = s.Resource<TensorStack>(0);
            s.Require(stack.ElementType == dtype, $"Must have type {(int)stack.ElementType} but got {(int)dtype}");
            Tensor kept = s.Input(1).Share();
            stack.Push(kept);
            s.Forward(1, 0);
        }
    }

    private sealed class Pop(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor value = s.Resource<TensorStack>(0).Pop();
            if (value.DType != dtype)
            {
                throw s.WrongOutput(0, value.DType, dtype);
            }

            s.SetOutput(0, value);
        }
    }

    private sealed class Close : Kernel
    {
        public override void Run(StepContext s) => s.Resource<TensorStack>(0).Close();
    }
}
