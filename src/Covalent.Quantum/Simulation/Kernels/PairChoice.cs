using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>From two operator classes and a link to a specialised loop. Only the combinations a circuit uses are ever compiled.</summary>
internal static unsafe class PairChoice<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private const int Classes = 8;
    private const int Links = 4;

    // Asking the runtime for the address of a generic method takes longer than many of these methods run.
    private static readonly nint[] Known = new nint[4 * Classes * Classes * Links];

    public static delegate*<KernelCall*, TileSpan*, void> Choose(bool lowInside, bool highInside, OperatorClass low, OperatorClass high, PairLink link)
    {
        int index = (((((lowInside ? 1 : 0) + (highInside ? 2 : 0)) * Classes) + (int)low) * Classes * Links) + ((int)high * Links) + (int)link;
        nint known = Known[index];
        if (known == 0)
        {
            known = (nint)(highInside ? Inside(low, high, link) : lowInside ? Mixed(low, high, link) : Across(low, high, link));
            Known[index] = known;
        }

        return (delegate*<KernelCall*, TileSpan*, void>)known;
    }

    private static delegate*<KernelCall*, TileSpan*, void> Across(OperatorClass low, OperatorClass high, PairLink link) => low switch
    {
        OperatorClass.Identity => AcrossHigh<IdentityOperator<TVector, TReal>>(high, link),
        OperatorClass.RealRotation => AcrossHigh<RealRotationOperator<TVector, TReal>>(high, link),
        OperatorClass.ImaginaryRotation => AcrossHigh<ImaginaryRotationOperator<TVector, TReal>>(high, link),
        OperatorClass.Reflection => AcrossHigh<ReflectionOperator<TVector, TReal>>(high, link),
        OperatorClass.Phase => AcrossHigh<PhaseOperator<TVector, TReal>>(high, link),
        OperatorClass.Flip => AcrossHigh<FlipOperator<TVector, TReal>>(high, link),
        OperatorClass.General => AcrossHigh<GeneralOperator<TVector, TReal>>(high, link),
        _ => AcrossHigh<FullOperator<TVector, TReal>>(high, link),
    };

    private static delegate*<KernelCall*, TileSpan*, void> Mixed(OperatorClass low, OperatorClass high, PairLink link) => LaneForm(low) switch
    {
        LaneOperatorForm.Identity => MixedHigh<LaneIdentity<TVector, TReal>>(high, link),
        LaneOperatorForm.Rotation => MixedHigh<LaneRotation<TVector, TReal>>(high, link),
        LaneOperatorForm.TwoTerm => MixedHigh<LaneTwoTerm<TVector, TReal>>(high, link),
        _ => MixedHigh<LaneGeneral<TVector, TReal>>(high, link),
    };

    private static delegate*<KernelCall*, TileSpan*, void> Inside(OperatorClass low, OperatorClass high, PairLink link) => LaneForm(low) switch
    {
        LaneOperatorForm.Identity => InsideHigh<LaneIdentity<TVector, TReal>>(high, link),
        LaneOperatorForm.Rotation => InsideHigh<LaneRotation<TVector, TReal>>(high, link),
        LaneOperatorForm.TwoTerm => InsideHigh<LaneTwoTerm<TVector, TReal>>(high, link),
        _ => InsideHigh<LaneGeneral<TVector, TReal>>(high, link),
    };

    private static delegate*<KernelCall*, TileSpan*, void> AcrossHigh<TLow>(OperatorClass high, PairLink link)
        where TLow : struct, IQubitOperator<TLow, TVector, TReal> => high switch
        {
            OperatorClass.Identity => AcrossLink<TLow, IdentityOperator<TVector, TReal>>(link),
            OperatorClass.RealRotation => AcrossLink<TLow, RealRotationOperator<TVector, TReal>>(link),
            OperatorClass.ImaginaryRotation => AcrossLink<TLow, ImaginaryRotationOperator<TVector, TReal>>(link),
            OperatorClass.Reflection => AcrossLink<TLow, ReflectionOperator<TVector, TReal>>(link),
            OperatorClass.Phase => AcrossLink<TLow, PhaseOperator<TVector, TReal>>(link),
            OperatorClass.Flip => AcrossLink<TLow, FlipOperator<TVector, TReal>>(link),
            OperatorClass.General => AcrossLink<TLow, GeneralOperator<TVector, TReal>>(link),
            _ => AcrossLink<TLow, FullOperator<TVector, TReal>>(link),
        };

    private static delegate*<KernelCall*, TileSpan*, void> AcrossLink<TLow, THigh>(PairLink link)
        where TLow : struct, IQubitOperator<TLow, TVector, TReal>
        where THigh : struct, IQubitOperator<THigh, TVector, TReal> => link switch
        {
            PairLink.LowControlsHigh => &PairKernel<TVector, TReal>.Across<TLow, THigh, LowControlsHighLink<TVector, TReal>>,
            PairLink.HighControlsLow => &PairKernel<TVector, TReal>.Across<TLow, THigh, HighControlsLowLink<TVector, TReal>>,
            PairLink.Phase => &PairKernel<TVector, TReal>.Across<TLow, THigh, PhaseLink<TVector, TReal>>,
            _ => &PairKernel<TVector, TReal>.Across<TLow, THigh, NoLink<TVector, TReal>>,
        };

    private static delegate*<KernelCall*, TileSpan*, void> MixedHigh<TLow>(OperatorClass high, PairLink link)
        where TLow : struct, ILaneOperator<TLow, TVector, TReal> => high switch
        {
            OperatorClass.Identity => MixedLink<TLow, IdentityOperator<TVector, TReal>>(link),
            OperatorClass.RealRotation => MixedLink<TLow, RealRotationOperator<TVector, TReal>>(link),
            OperatorClass.ImaginaryRotation => MixedLink<TLow, ImaginaryRotationOperator<TVector, TReal>>(link),
            OperatorClass.Reflection => MixedLink<TLow, ReflectionOperator<TVector, TReal>>(link),
            OperatorClass.Phase => MixedLink<TLow, PhaseOperator<TVector, TReal>>(link),
            OperatorClass.Flip => MixedLink<TLow, FlipOperator<TVector, TReal>>(link),
            OperatorClass.General => MixedLink<TLow, GeneralOperator<TVector, TReal>>(link),
            _ => MixedLink<TLow, FullOperator<TVector, TReal>>(link),
        };

    private static delegate*<KernelCall*, TileSpan*, void> MixedLink<TLow, THigh>(PairLink link)
        where TLow : struct, ILaneOperator<TLow, TVector, TReal>
        where THigh : struct, IQubitOperator<THigh, TVector, TReal> => link switch
        {
            PairLink.LowControlsHigh => &PairKernel<TVector, TReal>.Mixed<TLow, THigh, LowControlsHighLink<TVector, TReal>>,
            PairLink.HighControlsLow => &PairKernel<TVector, TReal>.Mixed<TLow, THigh, HighControlsLowLink<TVector, TReal>>,
            PairLink.Phase => &PairKernel<TVector, TReal>.Mixed<TLow, THigh, PhaseLink<TVector, TReal>>,
            _ => &PairKernel<TVector, TReal>.Mixed<TLow, THigh, NoLink<TVector, TReal>>,
        };

    private static delegate*<KernelCall*, TileSpan*, void> InsideHigh<TLow>(OperatorClass high, PairLink link)
        where TLow : struct, ILaneOperator<TLow, TVector, TReal> => LaneForm(high) switch
        {
            LaneOperatorForm.Identity => InsideLink<TLow, LaneIdentity<TVector, TReal>>(link),
            LaneOperatorForm.Rotation => InsideLink<TLow, LaneRotation<TVector, TReal>>(link),
            LaneOperatorForm.TwoTerm => InsideLink<TLow, LaneTwoTerm<TVector, TReal>>(link),
            _ => InsideLink<TLow, LaneGeneral<TVector, TReal>>(link),
        };

    private static delegate*<KernelCall*, TileSpan*, void> InsideLink<TLow, THigh>(PairLink link)
        where TLow : struct, ILaneOperator<TLow, TVector, TReal>
        where THigh : struct, ILaneOperator<THigh, TVector, TReal> => link switch
        {
            PairLink.LowControlsHigh => &PairKernel<TVector, TReal>.Inside<TLow, THigh, LowControlsHighLink<TVector, TReal>>,
            PairLink.HighControlsLow => &PairKernel<TVector, TReal>.Inside<TLow, THigh, HighControlsLowLink<TVector, TReal>>,
            PairLink.Phase => &PairKernel<TVector, TReal>.Inside<TLow, THigh, PhaseLink<TVector, TReal>>,
            _ => &PairKernel<TVector, TReal>.Inside<TLow, THigh, NoLink<TVector, TReal>>,
        };

    private static LaneOperatorForm LaneForm(OperatorClass shape) => shape switch
    {
        OperatorClass.Identity => LaneOperatorForm.Identity,
        OperatorClass.RealRotation or OperatorClass.ImaginaryRotation => LaneOperatorForm.Rotation,
        OperatorClass.Reflection or OperatorClass.Phase or OperatorClass.Flip => LaneOperatorForm.TwoTerm,
        _ => LaneOperatorForm.General,
    };
}

/// <summary>The few shapes that lane operators distinguish.</summary>
internal enum LaneOperatorForm
{
    Identity,
    Rotation,
    TwoTerm,
    General,
}
