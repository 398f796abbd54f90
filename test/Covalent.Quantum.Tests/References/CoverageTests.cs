namespace Covalent.Quantum.Tests.References;

/// <summary>No part of the reference file may be overlooked: each is tested here, or named as another's.</summary>
public sealed class CoverageTests
{
    private static readonly string[] TestedHere =
    [
        "meta", "doc_examples", "circuits", "state_preparation", "gate_matrices", "noise", "decompositions.identities", "openqasm_U_conventions",
        "openqasm (OpenQASM 2)", "qasmbench",
    ];

    private static readonly string[] TestedWithGradients = ["gradients", "shift_rules"];

    private static readonly string[] LaterIssues =
    [
        "openqasm (OpenQASM 3, Braket)", "analog_hamiltonian_simulation", "wire_formats", "aws_sigv4", "decompositions.two_qubit_classes",
    ];

    [Fact]
    public void ReferenceFile_EverySection_IsAssigned()
    {
        string[] sections =
        [
            .. QuantumReference.Root.EnumerateObject().SelectMany(static section => section.Name switch
            {
                "decompositions" => section.Value.EnumerateObject().Select(static part => $"decompositions.{part.Name}"),
                "openqasm" => ["openqasm (OpenQASM 2)", "openqasm (OpenQASM 3, Braket)"],
                _ => [section.Name],
            }),
        ];

        Assert.Equivalent(sections, TestedHere.Concat(TestedWithGradients).Concat(LaterIssues), strict: true);
    }
}
