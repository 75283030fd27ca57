using Weir.Simd;

namespace Weir.Ops;

/// <summary>The optimizers' steps: a row per rule over one driver, for references and resources, for whole gradients and rows of them.</summary>
internal static class TrainingOps
{
    private const string Nesterov = "use_nesterov: bool = false";
    private const string Slots = "update_slots: bool = true";
    private const string Scaled = "multiply_linear_by_lr: bool = false";

    private static readonly ElementTypes All6 = ElementTypes.FloatsAndComplex;
    private static readonly ElementTypes NoBrainFloat = ElementTypes.WideFloats | ElementTypes.Complex | new ElementTypes(DType.Float16);
    private static readonly ElementTypes AdaMaxTypes = ElementTypes.WideFloats | new ElementTypes(DType.Float16);

    public static readonly Op[] All =
    [
        .. Apply<AdaMaxRule>("AdaMax", "m, v", "beta1_power, lr, beta1, beta2, epsilon, grad", AdaMaxTypes).Dense(),
        .. Apply<AdadeltaRule>("Adadelta", "accum, accum_update", "lr, rho, epsilon, grad", All6).DenseAndSparse(),
        .. Apply<FrozenAdagradRule, AdagradRule>("Adagrad", "accum", "lr, grad", All6, Slots).DenseAndSparse(),
        .. Apply<AdagradDARule>("AdagradDA", "gradient_accumulator, gradient_squared_accumulator", "grad, lr, l1, l2, global_step", ElementTypes.WideFloats).DenseAndSparse(),
        .. Apply<FrozenAdagradV2Rule, AdagradV2Rule>("AdagradV2", "accum", "lr, epsilon, grad", All6, Slots).DenseAndSparse(),
        .. Apply<AdamRule, NesterovAdamRule>("Adam", "m, v", "beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad", All6, Nesterov).Dense(),
        .. Apply<AmsgradRule>("AdamWithAmsgrad", "m, v, vhat", "beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad", ElementTypes.Floats).DenseOfResource(),
        .. Apply<AddSignRule>("AddSign", "m", "lr, alpha, sign_decay, beta, grad", ElementTypes.Floats).Dense(),
        .. Apply<CenteredRmsPropRule>("CenteredRMSProp", "mg, ms, mom", "lr, rho, momentum, epsilon, grad", All6).DenseAndSparse(NoBrainFloat),
        .. Apply<FtrlRule, ScaledFtrlRule>("Ftrl", "accum, linear", "grad, lr, l1, l2, lr_power", ElementTypes.Floats, Scaled).DenseAndSparse(),
        .. Apply<FtrlV2Rule, ScaledFtrlV2Rule>("FtrlV2", "accum, linear", "grad, lr, l1, l2, l2_shrinkage, lr_power", ElementTypes.Floats, Scaled).DenseAndSparse(),
        .. Apply<GradientDescentRule>("GradientDescent", "", "alpha, delta", All6).Dense(),
        .. Apply<KerasMomentumRule, NesterovKerasMomentumRule>("KerasMomentum", "accum", "lr, grad, momentum", All6, Nesterov).DenseAndSparseOfResource(),
        .. Apply<MomentumRule, NesterovMomentumRule>("Momentum", "accum", "lr, grad, momentum", All6, Nesterov).DenseAndSparse(),
        .. Apply<PowerSignRule>("PowerSign", "m", "lr, logbase, sign_decay, beta, grad", ElementTypes.Floats).Dense(),
        .. Apply<ProximalAdagradRule>("ProximalAdagrad", "accum", "lr, l1, l2, grad", ElementTypes.WideFloats).DenseAndSparse(),
        .. Apply<ProximalGradientDescentRule>("ProximalGradientDescent", "", "alpha, l1, l2, delta", ElementTypes.WideFloats).DenseAndSparse(),
        .. Apply<RmsPropRule>("RMSProp", "ms, mom", "lr, rho, momentum, epsilon, grad", All6).DenseAndSparse(NoBrainFloat),
    ];

    private static ApplyRow<TRule, TRule> Apply<TRule>(string name, string slots, string inputs, ElementTypes types)
        where TRule : struct, IApplyRule => new(name, slots, inputs, types, flag: null);

    /// <summary>A rule with a flag, and the rule that it stands for where it is set.</summary>
    private static ApplyRow<TRule, TFlagged> Apply<TRule, TFlagged>(string name, string slots, string inputs, ElementTypes types, string flag)
        where TRule : struct, IApplyRule
        where TFlagged : struct, IApplyRule => new(name, slots, inputs, types, flag);
}
