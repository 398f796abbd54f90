using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Covalent.Analyzers;

/// <summary>Checks methods marked with [Electron] where they are declared (COV009 to COV011), before anybody calls them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ElectronMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.ByReference, Rules.Result, Rules.AsyncVoid);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (CovalentSymbols.Of(start.Compilation) is { } symbols)
            {
                var travel = new TravelRules(start.Compilation);
                start.RegisterSymbolAction(c => Check(c, symbols, travel), SymbolKind.Method);
            }
        });
    }

    private static void Check(SymbolAnalysisContext context, CovalentSymbols symbols, TravelRules travel)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!symbols.HasElectronAttribute(method))
        {
            return;
        }
        foreach (var problem in MethodRules.Problems(method, method.Locations[0], symbols, travel))
        {
            context.ReportDiagnostic(problem);
        }
    }
}
