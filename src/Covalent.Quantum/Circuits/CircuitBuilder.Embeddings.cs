using System.Numerics;
using Covalent.Quantum.Circuits;

namespace Covalent.Quantum;

/// <content>Templates that put data into a circuit.</content>
public sealed partial class CircuitBuilder
{
    /// <summary>
    /// Instantaneous quantum polynomial embedding. Per repeat: for each wire i in order H then RZ(x_i), then MultiRZ(x_i·x_j) for every pair.
    /// </summary>
    /// <param name="features">As many features as wires.</param>
    /// <param name="wires">The wires; feature i belongs to the i-th.</param>
    /// <param name="repeats">How often the embedding is repeated. Default: once.</param>
    /// <param name="pattern">The pairs of wires; <see langword="null"/>: all pairs in order.</param>
    /// <exception cref="ArgumentException">The numbers of features and wires differ, or a pair names another wire.</exception>
    public void IqpEmbedding(Parameters features, Wires wires, int repeats = 1, IReadOnlyList<(Wire First, Wire Second)>? pattern = null)
    {
        Templates.RequireCount("IqpEmbedding", "features", features, wires.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var pairs = pattern ?? Templates.AllPairs(wires);
        foreach (var (first, second) in pairs)
        {
            Templates.RequireMember("IqpEmbedding", first, wires);
            Templates.RequireMember("IqpEmbedding", second, wires);
        }

        for (var repeat = 0; repeat < repeats; repeat++)
        {
            for (var i = 0; i < wires.Count; i++)
            {
                H(wires[i]);
                RZ(features[i], wires[i]);
            }

            foreach (var (first, second) in pairs)
            {
                MultiRZ(features[wires.IndexOf(first)] * features[wires.IndexOf(second)], first, second);
            }
        }
    }

    /// <summary>A rotation by each feature; there may be fewer features than wires.</summary>
    /// <exception cref="ArgumentException">There are more features than wires, or the axis is not X, Y or Z.</exception>
    public void AngleEmbedding(Parameters features, Wires wires, char rotation = 'X')
    {
        Templates.RequireAtMost("AngleEmbedding", "features", features, wires.Count);
        for (var i = 0; i < features.Count; i++)
        {
            Add(Templates.Rotation(rotation), wires[i], features[i]);
        }
    }

    /// <summary>Sets the wires to a state vector; only before any gate on them.</summary>
    /// <param name="features">The amplitudes, 2^wires or fewer with padding.</param>
    /// <param name="wires">The wires.</param>
    /// <param name="padWith">Fills missing amplitudes; <see langword="null"/>: none may be missing.</param>
    /// <param name="normalize">Divide by the norm; otherwise a norm that is not 1 is refused.</param>
    public StateVectorPreparation AmplitudeEmbedding(IReadOnlyList<Complex> features, Wires wires, Complex? padWith = null, bool normalize = false) =>
        StatePrep(features, wires, normalize, padWith);

    /// <summary>Sets the wires to a state vector with real amplitudes; only before any gate on them.</summary>
    public StateVectorPreparation AmplitudeEmbedding(IReadOnlyList<double> features, Wires wires, double? padWith = null, bool normalize = false) =>
        StatePrep([.. features.Select(static feature => new Complex(feature, 0))], wires, normalize, padWith);

    /// <summary>X on every wire whose bit is 1.</summary>
    /// <exception cref="ArgumentException">The numbers of bits and wires differ, or a bit is not 0 or 1.</exception>
    public void BasisEmbedding(IReadOnlyList<int> bits, Wires wires)
    {
        foreach (var (wire, bit) in wires.Zip(new BasisState(bits, wires).Bits))
        {
            if (bit == 1)
            {
                X(wire);
            }
        }
    }

    /// <summary>X on every wire whose bit in the number is 1; the first wire is the most significant bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number does not fit the wires.</exception>
    public void BasisEmbedding(int number, Wires wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (wires.Count < 31 && number >> wires.Count != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, $"The number needs more bits than the {wires.Count} wires have.");
        }

        BasisEmbedding([.. Enumerable.Range(0, wires.Count).Select(i => wires.Count - 1 - i < 31 ? (number >> (wires.Count - 1 - i)) & 1 : 0)], wires);
    }

    /// <summary>
    /// Per layer: RX by the features (H on wires without one), ZZ rotations around the ring, local-field rotations; a last layer of features.
    /// </summary>
    /// <param name="features">At most as many features as wires.</param>
    /// <param name="weights">Row by row: 1 per layer for one wire, 3 for two, 2 per wire for more.</param>
    /// <param name="wires">The wires.</param>
    /// <param name="localField">Axis of the local field. Default: Y.</param>
    /// <exception cref="ArgumentException">The number of weights does not make whole layers, or there are more features than wires.</exception>
    public void QaoaEmbedding(Parameters features, Parameters weights, Wires wires, char localField = 'Y')
    {
        Templates.RequireAtMost("QaoaEmbedding", "features", features, wires.Count);
        var perLayer = wires.Count switch { 1 => 1, 2 => 3, var count => 2 * count };
        var layers = Templates.Layers("QaoaEmbedding", weights, perLayer);
        for (var layer = 0; layer < layers; layer++)
        {
            EncodeQaoaFeatures(features, wires);
            var own = weights.Slice(layer * perLayer, perLayer);
            var couplings = wires.Count switch { 1 => 0, 2 => 1, var count => count };
            for (var i = 0; i < couplings; i++)
            {
                MultiRZ(own[i], wires[i], wires[(i + 1) % wires.Count]);
            }

            for (var i = 0; i < wires.Count; i++)
            {
                Add(Templates.Rotation(localField), wires[i], own[couplings + i]);
            }
        }

        EncodeQaoaFeatures(features, wires);
    }

    private void EncodeQaoaFeatures(Parameters features, Wires wires)
    {
        for (var i = 0; i < wires.Count; i++)
        {
            if (i < features.Count)
            {
                RX(features[i], wires[i]);
            }
            else
            {
                H(wires[i]);
            }
        }
    }
}
