using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>From operator class to specialised loop, for operations with one target.</summary>
internal static unsafe class KernelChoice<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    public static delegate*<KernelCall*, TileSpan*, void> Single(OperatorClass shape) => shape switch
    {
        OperatorClass.RealRotation => &SingleKernel<TVector, TReal>.Across<RealRotationOperator<TVector, TReal>>,
        OperatorClass.ImaginaryRotation => &SingleKernel<TVector, TReal>.Across<ImaginaryRotationOperator<TVector, TReal>>,
        OperatorClass.Reflection => &SingleKernel<TVector, TReal>.Across<ReflectionOperator<TVector, TReal>>,
        OperatorClass.Phase => &SingleKernel<TVector, TReal>.Across<PhaseOperator<TVector, TReal>>,
        OperatorClass.Flip => &SingleKernel<TVector, TReal>.Across<FlipOperator<TVector, TReal>>,
        OperatorClass.General => &SingleKernel<TVector, TReal>.Across<GeneralOperator<TVector, TReal>>,
        _ => &SingleKernel<TVector, TReal>.Across<FullOperator<TVector, TReal>>,
    };

    public static delegate*<KernelCall*, TileSpan*, void> LaneSingle(OperatorClass shape) => shape switch
    {
        OperatorClass.RealRotation or OperatorClass.ImaginaryRotation => &SingleKernel<TVector, TReal>.Inside<LaneRotation<TVector, TReal>>,
        OperatorClass.Reflection or OperatorClass.Phase or OperatorClass.Flip =>
            &SingleKernel<TVector, TReal>.Inside<LaneTwoTerm<TVector, TReal>>,
        _ => &SingleKernel<TVector, TReal>.Inside<LaneGeneral<TVector, TReal>>,
    };

    public static delegate*<KernelCall*, TileSpan*, void> Controlled(OperatorClass shape) => shape switch
    {
        OperatorClass.Flip => &ControlledKernel<TVector, TReal>.Across<FlipOperator<TVector, TReal>>,
        OperatorClass.Phase => &ControlledKernel<TVector, TReal>.Across<PhaseOperator<TVector, TReal>>,
        OperatorClass.Identity => &ControlledKernel<TVector, TReal>.Across<IdentityOperator<TVector, TReal>>,
        _ => &ControlledKernel<TVector, TReal>.Across<FullOperator<TVector, TReal>>,
    };

    public static delegate*<KernelCall*, TileSpan*, void> LaneControlled(OperatorClass shape) => shape switch
    {
        OperatorClass.Flip or OperatorClass.Phase => &ControlledKernel<TVector, TReal>.Inside<LaneTwoTerm<TVector, TReal>>,
        OperatorClass.Identity => &ControlledKernel<TVector, TReal>.Inside<LaneIdentity<TVector, TReal>>,
        _ => &ControlledKernel<TVector, TReal>.Inside<LaneGeneral<TVector, TReal>>,
    };
}
