using System.Globalization;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests;

/// <summary>A decimal comma must not reach any text that a program reads.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public CultureTests()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = comma;
    }

    public void Dispose() => CultureInfo.CurrentCulture = before;

    [Fact]
    public void Texts_UnderADecimalComma_KeepThePoint()
    {
        var circuit = Circuit.Build(q =>
        {
            q.RX(-0.5, 0);
            q.RZ(1.5e-7, 0);
            q.Expval((-0.25 * Z(0)) + (1.5 * X(0)));
        });

        string[] texts = [circuit.ToOpenQasm(), circuit.Draw(), circuit.DrawSvg(), circuit.Operations[0].ToString(), circuit.Measurements[0].ToString()];

        Assert.All(texts, static text => Assert.DoesNotContain("0,", text, StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.DoesNotContain('~', text));
        Assert.Equal(-0.5, QasmProgram.Parse(circuit.ToOpenQasm()).Circuit.ParameterValues[0]);
    }
}
