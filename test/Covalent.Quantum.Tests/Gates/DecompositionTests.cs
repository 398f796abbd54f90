using System.Numerics;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.Gates;

/// <summary>The exact identities of the reference file, global phase included.</summary>
public sealed class DecompositionTests
{
    private static readonly double Pi = Math.PI;

    public static TheoryData<string> Identities =>
        [.. QuantumReference.Root.GetProperty("decompositions").GetProperty("identities").EnumerateArray().Select(static entry => entry.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Identities))]
    public void Identity_OfTheReference_HoldsWithItsGlobalPhase(string id)
    {
        var entry = QuantumReference.Root.GetProperty("decompositions").GetProperty("identities").EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);
        var (whole, parts, wires) = Sides(id);
        var phase = Complex.FromPolarCoordinates(1, Pi * entry.GetProperty("global_phase_over_pi").GetDouble());

        var expected = Circuit.Build(whole).Unitary(wires);
        var actual = Circuit.Build(parts).Unitary(wires);

        Near.Equal([.. expected.Cast<Complex>()], [.. actual.Cast<Complex>().Select(value => value * phase)], 1e-12);
    }

    private static (Action<CircuitBuilder> Whole, Action<CircuitBuilder> Parts, Wires Wires) Sides(string id) => id switch
    {
        "h_zsx" => (q => q.H(0), q => { q.RZ(Pi / 2, 0); q.SX(0); q.RZ(Pi / 2, 0); }, 0),
        "u3_zsxzsxz_0.4" => U3(0.4, 0.3, 0.5),
        "u3_zsxzsxz_2.9" => U3(2.9, -1.3, 0.2),
        "rx_via_h" => (q => q.RX(0.7, 0), q => { q.H(0); q.RZ(0.7, 0); q.H(0); }, 0),
        "ry_via_sx" => (q => q.RY(0.7, 0), q => { q.SX(0); q.RZ(0.7, 0); q.Adjoint(inner => inner.SX(0)); }, 0),
        "cx_from_cz" => (q => q.CNOT(0, 1), q => { q.H(1); q.CZ(0, 1); q.H(1); }, [0, 1]),
        "cz_from_cx" => (q => q.CZ(0, 1), q => { q.H(1); q.CNOT(0, 1); q.H(1); }, [0, 1]),
        "cx_from_ecr" => (q => q.CNOT(0, 1), q => { q.RZ(-Pi / 2, 0); q.RY(Pi, 0); q.SX(1); q.ECR(0, 1); }, [0, 1]),
        "swap_3cx" => (q => q.SWAP(0, 1), q => { q.CNOT(0, 1); q.CNOT(1, 0); q.CNOT(0, 1); }, [0, 1]),
        "rzz_2cx" => (q => q.IsingZZ(0.7, 0, 1), q => { q.CNOT(0, 1); q.RZ(0.7, 1); q.CNOT(0, 1); }, [0, 1]),
        "rxx_2cx" => (q => q.IsingXX(0.7, 0, 1), q => { q.CNOT(0, 1); q.RX(0.7, 0); q.CNOT(0, 1); }, [0, 1]),
        "cz_from_rzz" => (q => q.CZ(0, 1), q => { q.IsingZZ(Pi / 2, 0, 1); q.RZ(-Pi / 2, 0); q.RZ(-Pi / 2, 1); }, [0, 1]),
        "cp_2cx" => (q => q.CPhase(0.7, 0, 1), q => { q.U1(0.35, 1); q.CNOT(0, 1); q.U1(-0.35, 1); q.CNOT(0, 1); q.U1(0.35, 0); }, [0, 1]),
        "crz_2cx" => (q => q.CRZ(0.7, 0, 1), q => { q.CNOT(0, 1); q.RZ(-0.35, 1); q.CNOT(0, 1); q.RZ(0.35, 1); }, [0, 1]),
        "cry_2cx" => (q => q.CRY(0.7, 0, 1), q => { q.CNOT(0, 1); q.RY(-0.35, 1); q.CNOT(0, 1); q.RY(0.35, 1); }, [0, 1]),
        "iswap" => (q => q.ISWAP(0, 1), q => { q.S(0); q.S(1); q.H(0); q.CNOT(0, 1); q.CNOT(1, 0); q.H(1); }, [0, 1]),
        "ccx_6cx" => (q => q.Toffoli(0, 1, 2), ToffoliIntoCliffordAndT, [0, 1, 2]),
        _ => throw new InvalidOperationException($"No test for {id}."),
    };

    private static (Action<CircuitBuilder>, Action<CircuitBuilder>, Wires) U3(double theta, double phi, double lambda) => (
        q => q.U3(theta, phi, lambda, 0),
        q =>
        {
            q.RZ(lambda, 0);
            q.SX(0);
            q.RZ(theta + Pi, 0);
            q.SX(0);
            q.RZ(phi + Pi, 0);
        },
        0);

    private static void ToffoliIntoCliffordAndT(CircuitBuilder q)
    {
        q.H(2);
        q.CNOT(1, 2);
        q.Adjoint(inner => inner.T(2));
        q.CNOT(0, 2);
        q.T(2);
        q.CNOT(1, 2);
        q.Adjoint(inner => inner.T(2));
        q.CNOT(0, 2);
        q.T(1);
        q.T(2);
        q.H(2);
        q.CNOT(0, 1);
        q.T(0);
        q.Adjoint(inner => inner.T(1));
        q.CNOT(0, 1);
    }
}
