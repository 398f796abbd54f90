using System.Numerics;
using System.Xml.Linq;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Drawing;

public sealed class DrawingTests
{
    [Fact]
    public void Text_OfManyGates_IsThisPicture() => AssertPicture(
        """
        0: ──H─╭●───────────────╭IsingXX(0.30)─╭●────────╭SWAP──╭||─┤ ╭<Z@X>
        1: ────│───RX(0.57)──S†─╰IsingXX(0.30)─├○────────╰SWAP──├||─┤ │       Probs
        2: ────╰X──────────────────────────────╰RY(1.00)──U(M0)─╰||─┤ ╰<Z@X>
        """,
        Gates().Draw());

    [Fact]
    public void Text_LongerThanTheLine_ContinuesBelowAndListsMatrices() => AssertPicture(
        """
        0: ──H─╭●─────────╭IsingXX─╭●─ ···
        1: ────│───RX──S†─╰IsingXX─├○─ ···
        2: ────╰X──────────────────╰RY ···

        0: ··· ─╭SWAP──╭||─┤ ╭<Z@X>
        1: ··· ─╰SWAP──├||─┤ │       Probs
        2: ··· ──U(M0)─╰||─┤ ╰<Z@X>

        M0 =
        [0+0i  1+0i]
        [1+0i  0+0i]
        """,
        Gates().Draw(new() { MaxLength = 40, ShowMatrices = true, Decimals = null }));

    [Fact]
    public void Text_OfMeasurementsInside_ShowsTheBits() => AssertPicture(
        """
        0: ──H─╓┤↗ |0⟩├────────────┤ ╭State
        1: ────║────────╓●─────|0⟩─┤ ├State
        2: ────║────────╟X─────────┤ ╰State
        c: ════╩0═══════╩[m0]══════┤  Probs[m0]
        """,
        Dynamic().Draw());

    [Fact]
    public void Text_OtherWireOrder_DrawsItsRows() => AssertPicture(
        """
        b: ─╭X─┤
        x: ─│──┤
        a: ─╰●─┤
        """,
        Circuit.Build(q => q.CNOT("a", "b")).Draw(new() { WireOrder = ["b", "x", "a"], ShowAllWires = true }));

    [Fact]
    public void Text_OfChannelsAndPreparations_NamesThem() => AssertPicture(
        """
        0: ─╭|10⟩──BitFlip(0.10)─┤ ╭Counts
        1: ─╰|10⟩──X^0.33────────┤ ╰Counts
        """,
        Circuit.Build(q =>
        {
            q.BasisState([1, 0], 0, 1);
            q.BitFlip(0.1, 0);
            q.Apply(new Gate(GateKind.PauliX, 1).Power(1.0 / 3));
            q.Counts(0, 1);
        }).Draw());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Svg_OfACircuit_IsWellFormedAndShowsEveryLabel(bool isDark)
    {
        var svg = Dynamic().DrawSvg(new() { Theme = isDark ? DrawingTheme.Dark : DrawingTheme.Light });

        var document = XDocument.Parse(svg);
        XNamespace space = "http://www.w3.org/2000/svg";
        string[] labels = [.. document.Descendants(space + "text").Select(static text => text.Value)];
        Assert.Equal(["0", "1", "2", "c", "H", "↗ |0⟩", "0", "m0", "|0⟩", "Probs[m0]", "State"], labels);
        Assert.Contains(isDark ? DrawingTheme.Dark.Background : DrawingTheme.Light.Background, svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_WireNameWithMarkup_IsEscaped() =>
        Assert.Contains("&lt;b&gt;", Circuit.Build(q => q.H("<b>")).DrawSvg(), StringComparison.Ordinal);

    private static Circuit Gates() => Circuit.Build(q =>
    {
        q.H(0);
        q.CNOT(0, 2);
        q.RX(0.5678, 1);
        q.Adjoint(inner => inner.S(1));
        q.IsingXX(0.3, 0, 1);
        q.Control(inner => inner.RY(1.0, 2), [0, 1], [true, false]);
        q.SWAP(0, 1);
        q.QubitUnitary(new Complex[,] { { 0, 1 }, { 1, 0 } }, 2);
        q.Barrier();
        q.Expval(Z(0) * X(2));
        q.Probs(1);
    });

    private static Circuit Dynamic() => Circuit.Build(q =>
    {
        q.H(0);
        var m = q.Measure(0, reset: true);
        q.If(m, then => then.CNOT(1, 2));
        q.Reset(1);
        q.Probs(m);
        q.State();
    });

    private static void AssertPicture(string expected, string actual) => Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", actual);
}
