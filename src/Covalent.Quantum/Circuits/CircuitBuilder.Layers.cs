using Covalent.Quantum.Circuits;
using Covalent.Quantum.Measurements;

namespace Covalent.Quantum;

/// <content>Templates of trainable layers.</content>
public sealed partial class CircuitBuilder
{
    /// <summary>Per layer a rotation on every wire, then a ring of CNOTs (one CNOT on two wires, none on one).</summary>
    /// <param name="weights">Row by row: one per wire and layer.</param>
    /// <param name="wires">The wires.</param>
    /// <param name="rotation">Axis of the rotations. Default: X.</param>
    /// <exception cref="ArgumentException">The number of weights does not make whole layers.</exception>
    public void BasicEntanglerLayers(Parameters weights, Wires wires, char rotation = 'X')
    {
        var layers = Templates.Layers("BasicEntanglerLayers", weights, wires.Count);
        for (var layer = 0; layer < layers; layer++)
        {
            for (var i = 0; i < wires.Count; i++)
            {
                Add(Templates.Rotation(rotation), wires[i], weights[(layer * wires.Count) + i]);
            }

            Ring(wires, 1, GateKind.CNOT);
        }
    }

    /// <summary>The same with weights given as layers × wires.</summary>
    public void BasicEntanglerLayers(double[,] weights, Wires wires, char rotation = 'X') => BasicEntanglerLayers(Parameters.Flatten(weights), wires, rotation);

    /// <summary>Per layer Rot on every wire, then an entangling gate from each wire to the one <c>r</c> places on, around the ring.</summary>
    /// <param name="weights">Row by row: three per wire and layer.</param>
    /// <param name="wires">The wires.</param>
    /// <param name="ranges">r of each layer; <see langword="null"/>: (layer mod (wires − 1)) + 1.</param>
    /// <param name="imprimitive">The entangling gate. Default: CNOT.</param>
    /// <exception cref="ArgumentException">The number of weights does not make whole layers, or a range is not between 1 and wires − 1.</exception>
    public void StronglyEntanglingLayers(Parameters weights, Wires wires, IReadOnlyList<int>? ranges = null, GateKind imprimitive = GateKind.CNOT)
    {
        var layers = Templates.Layers("StronglyEntanglingLayers", weights, 3 * wires.Count);
        if (ranges is not null && (ranges.Count != layers || ranges.Any(range => range < 1 || range >= Math.Max(wires.Count, 2))))
        {
            throw new ArgumentException($"StronglyEntanglingLayers needs one range between 1 and {wires.Count - 1} for each of its {layers} layers.", nameof(ranges));
        }

        for (var layer = 0; layer < layers; layer++)
        {
            for (var i = 0; i < wires.Count; i++)
            {
                var first = 3 * ((layer * wires.Count) + i);
                Rot(weights[first], weights[first + 1], weights[first + 2], wires[i]);
            }

            if (wires.Count > 1)
            {
                var range = ranges?[layer] ?? (layer % (wires.Count - 1)) + 1;
                for (var i = 0; i < wires.Count; i++)
                {
                    Add(imprimitive, [wires[i], wires[(i + range) % wires.Count]]);
                }
            }
        }
    }

    /// <summary>The same with weights given as layers × wires × 3.</summary>
    public void StronglyEntanglingLayers(double[,,] weights, Wires wires, IReadOnlyList<int>? ranges = null, GateKind imprimitive = GateKind.CNOT) =>
        StronglyEntanglingLayers(Parameters.Flatten(weights), wires, ranges, imprimitive);

    /// <summary>RY on every wire; per layer CZ and two RY on neighbours, even pairs first.</summary>
    /// <param name="initial">One per wire.</param>
    /// <param name="weights">Row by row: two per neighbouring pair and layer.</param>
    /// <param name="wires">The wires.</param>
    /// <exception cref="ArgumentException">The numbers of weights do not fit.</exception>
    public void SimplifiedTwoDesign(Parameters initial, Parameters weights, Wires wires)
    {
        Templates.RequireCount("SimplifiedTwoDesign", "initial weights", initial, wires.Count);
        for (var i = 0; i < wires.Count; i++)
        {
            RY(initial[i], wires[i]);
        }

        var pairs = Templates.Brickwork(wires).ToArray();
        var layers = pairs.Length == 0 ? 0 : Templates.Layers("SimplifiedTwoDesign", weights, 2 * pairs.Length);
        for (var k = 0; k < layers * pairs.Length; k++)
        {
            var (first, second) = pairs[k % pairs.Length];
            CZ(first, second);
            RY(weights[2 * k], first);
            RY(weights[(2 * k) + 1], second);
        }
    }

    /// <summary>
    /// Rotations about random axes on random wires, with CNOTs thrown in. The structure follows from the seed alone; other libraries draw
    /// other structures for the same seed.
    /// </summary>
    /// <param name="weights">Row by row: the angles of the rotations of each layer.</param>
    /// <param name="perLayer">Rotations per layer.</param>
    /// <param name="wires">The wires.</param>
    /// <param name="ratio">CNOTs per rotation, between 0 and 1 exclusive. Default: 0.3.</param>
    /// <param name="seed">Seed of the structure. Default: 42.</param>
    public void RandomLayers(Parameters weights, int perLayer, Wires wires, double ratio = 0.3, long seed = 42)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perLayer, 1);
        if (!(ratio >= 0) || ratio >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio of CNOTs must be at least 0 and less than 1.");
        }

        _ = Templates.Layers("RandomLayers", weights, perLayer);
        var random = new CounterRandom((ulong)seed, 0);
        var draws = 0UL;
        for (var placed = 0; placed < weights.Count;)
        {
            if (wires.Count > 1 && random.NextDouble(draws++) < ratio)
            {
                var first = Draw(wires.Count);
                CNOT(wires[first], wires[(first + 1 + Draw(wires.Count - 1)) % wires.Count]);
            }
            else
            {
                Add(Templates.Rotation("XYZ"[Draw(3)]), wires[Draw(wires.Count)], weights[placed++]);
            }
        }

        int Draw(int count) => (int)(random.NextDouble(draws++) * count);
    }

    /// <summary>Particle-conserving layers of two-parameter exchange gates on neighbours, after a basis state.</summary>
    /// <param name="weights">Row by row: φ and θ per neighbouring pair and layer.</param>
    /// <param name="wires">At least two wires.</param>
    /// <param name="initialState">The bits to start from; <see langword="null"/>: all 0.</param>
    public void ParticleConservingU1(Parameters weights, Wires wires, IReadOnlyList<int>? initialState = null)
    {
        var pairs = StartParticleConserving(wires, initialState);
        var layers = Templates.Layers("ParticleConservingU1", weights, 2 * pairs.Length);
        for (var k = 0; k < layers * pairs.Length; k++)
        {
            var (first, second) = pairs[k % pairs.Length];
            var (phi, theta) = (weights[2 * k], weights[(2 * k) + 1]);

            // [[cos φ, e^{iθ} sin φ], [e^{−iθ} sin φ, −cos φ]] on |01⟩, |10⟩.
            RZ(theta / 2, first);
            RZ(-theta / 2, second);
            CPhaseShift10(Math.PI, first, second);
            SingleExcitation(2 * phi, first, second);
            RZ(-theta / 2, first);
            RZ(theta / 2, second);
        }
    }

    /// <summary>Particle-conserving layers: RZ on every wire, then exp(−iφ(XX + YY)) on neighbours, after a basis state.</summary>
    /// <param name="weights">Row by row: one per wire, then one per neighbouring pair.</param>
    /// <param name="wires">At least two wires.</param>
    /// <param name="initialState">The bits to start from; <see langword="null"/>: all 0.</param>
    public void ParticleConservingU2(Parameters weights, Wires wires, IReadOnlyList<int>? initialState = null)
    {
        var pairs = StartParticleConserving(wires, initialState);
        var perLayer = wires.Count + pairs.Length;
        var layers = Templates.Layers("ParticleConservingU2", weights, perLayer);
        for (var layer = 0; layer < layers; layer++)
        {
            for (var i = 0; i < wires.Count; i++)
            {
                RZ(weights[(layer * perLayer) + i], wires[i]);
            }

            for (var i = 0; i < pairs.Length; i++)
            {
                IsingXY(-4 * weights[(layer * perLayer) + wires.Count + i], pairs[i].First, pairs[i].Second);
            }
        }
    }

    /// <summary>Number- and spin-preserving layers of double excitations and orbital rotations on four neighbouring wires.</summary>
    /// <param name="weights">Row by row: two per block and layer.</param>
    /// <param name="wires">An even number of at least four wires.</param>
    /// <param name="initialState">The bits to start from; <see langword="null"/>: all 0.</param>
    /// <param name="includePi">Also rotate the orbitals by π before each block.</param>
    /// <exception cref="ArgumentException">There are fewer than four wires or an odd number, or the number of weights does not fit.</exception>
    public void GateFabric(Parameters weights, Wires wires, IReadOnlyList<int>? initialState = null, bool includePi = false)
    {
        ArgumentNullException.ThrowIfNull(wires);
        if (wires.Count < 4 || wires.Count % 2 != 0)
        {
            throw new ArgumentException($"GateFabric needs an even number of at least four wires; {wires.Count} were given.", nameof(wires));
        }

        BasisState(initialState ?? new int[wires.Count], wires);
        int[] starts = [.. Enumerable.Range(0, wires.Count - 3).Where(static i => i % 4 == 0), .. Enumerable.Range(0, wires.Count - 3).Where(static i => i % 4 == 2)];
        var layers = Templates.Layers("GateFabric", weights, 2 * starts.Length);
        for (var k = 0; k < layers * starts.Length; k++)
        {
            var start = starts[k % starts.Length];
            var (a, b, c, d) = (wires[start], wires[start + 1], wires[start + 2], wires[start + 3]);
            if (includePi)
            {
                OrbitalRotation(Math.PI, a, b, c, d);
            }

            DoubleExcitation(weights[2 * k], a, b, c, d);
            OrbitalRotation(weights[(2 * k) + 1], a, b, c, d);
        }
    }

    /// <summary>RY on every wire and a chain of CNOTs per repeat, then a last layer of RY.</summary>
    /// <param name="weights">Row by row: one per wire and layer, one layer more than repeats.</param>
    /// <param name="wires">The wires.</param>
    /// <exception cref="ArgumentException">The number of weights does not make whole layers.</exception>
    public void TwoLocal(Parameters weights, Wires wires)
    {
        var layers = Templates.Layers("TwoLocal", weights, wires.Count);
        for (var layer = 0; layer < layers; layer++)
        {
            for (var i = 0; i < wires.Count; i++)
            {
                RY(weights[(layer * wires.Count) + i], wires[i]);
            }

            for (var i = 0; layer < layers - 1 && i + 1 < wires.Count; i++)
            {
                CNOT(wires[i], wires[i + 1]);
            }
        }
    }

    private void Ring(Wires wires, int range, GateKind gate)
    {
        var count = wires.Count switch { < 2 => 0, 2 => 1, var many => many };
        for (var i = 0; i < count; i++)
        {
            Add(gate, [wires[i], wires[(i + range) % wires.Count]]);
        }
    }

    private (Wire First, Wire Second)[] StartParticleConserving(Wires wires, IReadOnlyList<int>? initialState)
    {
        ArgumentNullException.ThrowIfNull(wires);
        if (wires.Count < 2)
        {
            throw new ArgumentException($"Particle-conserving layers need at least two wires; {wires.Count} were given.", nameof(wires));
        }

        BasisState(initialState ?? new int[wires.Count], wires);
        return [.. Templates.Brickwork(wires)];
    }
}
