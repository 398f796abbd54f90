using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Devices;

public sealed class ReferencePreparationTests
{
    public static TheoryData<string> Preparations => QuantumReference.Ids("state_preparation");

    public static TheoryData<int> Channels => [.. Enumerable.Range(0, QuantumReference.Root.GetProperty("noise").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Preparations))]
    public void Embedding_ReferenceFeatures_GivesTheReferenceState(string id)
    {
        var entry = QuantumReference.Entry("state_preparation", id);
        var circuit = Circuit.Build(q =>
        {
            switch (id)
            {
                case "amplitude_embedding_normalize":
                    q.AmplitudeEmbedding(entry.GetProperty("features").Doubles(), entry.GetProperty("wires").Wires(), normalize: true);
                    break;
                case "amplitude_embedding_pad":
                    q.AmplitudeEmbedding(entry.GetProperty("features").Doubles(), entry.GetProperty("wires").Wires(), padWith: entry.GetProperty("pad_with").GetDouble(), normalize: true);
                    break;
                case "basis_state":
                    q.BasisState(entry.GetProperty("bits").Integers(), Wires.Range(3));
                    break;
                case "angle_embedding_Y":
                    q.AngleEmbedding(entry.GetProperty("features").Doubles(), entry.GetProperty("wires").Wires(), entry.GetProperty("rotation").GetString()![0]);
                    break;
                default:
                    throw new InvalidOperationException($"No test for {id}.");
            }

            q.State();
            q.Probs(Wires.None);
        });

        var result = new Device("default.qubit").Execute(circuit);

        var state = (System.Numerics.Complex[])result.Get(0);
        if (entry.TryGetProperty("state", out var expected))
        {
            Near.Equal([.. expected.Doubles().Select(static value => new System.Numerics.Complex(value, 0))], state);
        }
        else if (entry.TryGetProperty("index", out var index))
        {
            Near.Equal(1, state[index.GetInt32()].Real);
        }
        else
        {
            Near.Equal(entry.GetProperty("probs").Doubles(), (double[])result.Get(1));
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Channel_ReferenceParameters_GivesTheReferenceDensityMatrix(int row)
    {
        var entry = QuantumReference.Root.GetProperty("noise")[row];
        var q = new CircuitBuilder();
        if (entry.TryGetProperty("channel", out var channel))
        {
            q.Operations(entry.GetProperty("prepare"));
            AddChannel(q, channel.GetString()!, entry);
        }
        else
        {
            AddBellWithNoise(q, entry.GetProperty("circuit").GetString()!);
        }

        var density = q.DensityMatrix();
        var words = entry.TryGetProperty("expval", out var expected) ? expected.EnumerateObject().ToList() : [];
        var means = words.ConvertAll(word => q.Expval(Pauli(word.Name, Wires.Range(word.Name.Length))));

        var result = new Device("default.mixed").Execute(q.ToCircuit());

        Near.Equal(entry.GetProperty("rho_out").Matrix(), result.Get(density));
        Assert.All(words, (word, i) => Near.Equal(word.Value.GetDouble(), result.Get(means[i])));
    }

    private static void AddChannel(CircuitBuilder q, string name, System.Text.Json.JsonElement entry)
    {
        var p = entry.TryGetProperty("params", out var values) ? values.Doubles() : [];
        switch (name)
        {
            case "bit_flip": q.BitFlip(p[0], 0); break;
            case "phase_flip": q.PhaseFlip(p[0], 0); break;
            case "depolarizing": q.DepolarizingChannel(p[0], 0); break;
            case "pauli_channel": q.PauliChannel(p[0], p[1], p[2], 0); break;
            case "amplitude_damping": q.AmplitudeDamping(p[0], 0); break;
            case "phase_damping": q.PhaseDamping(p[0], 0); break;
            case "reset_error": q.ResetError(p[0], p[1], 0); break;
            case "generalized_amplitude_damping":
                var pennyLane = entry.GetProperty("params_pennylane");
                var braket = entry.GetProperty("params_braket");
                Near.Equal(pennyLane.GetProperty("p").GetDouble(), 1 - braket.GetProperty("probability").GetDouble());
                q.GeneralizedAmplitudeDamping(pennyLane.GetProperty("gamma").GetDouble(), pennyLane.GetProperty("p").GetDouble(), 0);
                break;
            case "thermal_relaxation":
                var thermal = entry.GetProperty("params_pennylane");
                q.ThermalRelaxationError(thermal.GetProperty("pe").GetDouble(), thermal.GetProperty("t1").GetDouble(), thermal.GetProperty("t2").GetDouble(), thermal.GetProperty("tg").GetDouble(), 0);
                break;
            default: throw new InvalidOperationException($"No test for {name}.");
        }
    }

    private static void AddBellWithNoise(CircuitBuilder q, string circuit)
    {
        q.H(0);
        q.CNOT(0, 1);
        switch (circuit)
        {
            case "H(0);CNOT(0,1);depolarizing(0.1) on each wire":
                q.DepolarizingChannel(0.1, 0);
                q.DepolarizingChannel(0.1, 1);
                break;
            case "H(0);CNOT(0,1);two_qubit_depolarizing(0.15) on (0,1)":
                q.TwoQubitDepolarizing(0.15, 0, 1);
                break;
            case "H(0);CNOT(0,1);two_qubit_dephasing(0.2) on (0,1)":
                q.TwoQubitDephasing(0.2, 0, 1);
                break;
            default:
                throw new InvalidOperationException($"No test for {circuit}.");
        }
    }
}
