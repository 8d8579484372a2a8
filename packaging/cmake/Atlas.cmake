# Two words for the whole tree: a library is a folder and what it may see, a test is a file and what it tests.

# atlas_library(name SOURCES … [USES …] [HIDES …]): a static library portolan_<name>, alias portolan::<name>.
# USES is what its headers may include, HIDES what only its sources may. tests/architecture reads these lines.
function(atlas_library name)
    cmake_parse_arguments(LIB "" "" "SOURCES;USES;HIDES" ${ARGN})
    add_library(portolan_${name} STATIC ${LIB_SOURCES})
    add_library(portolan::${name} ALIAS portolan_${name})
    target_include_directories(portolan_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(portolan_${name} PUBLIC ${LIB_USES} PRIVATE ${LIB_HIDES} portolan_warnings)
endfunction()

# atlas_test(name USES … [SOURCES …]): tst_<name>, from tst_<name>.cpp and SOURCES, run offscreen by ctest.
# A test that skips itself as a whole is said to be skipped, not passed.
function(atlas_test name)
    cmake_parse_arguments(TEST "" "" "SOURCES;USES" ${ARGN})
    add_executable(tst_${name} tst_${name}.cpp ${TEST_SOURCES})
    target_link_libraries(tst_${name} PRIVATE ${TEST_USES} portolan_warnings Qt6::Test)
    target_compile_definitions(tst_${name} PRIVATE PORTOLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND tst_${name})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen" TIMEOUT 300
                         SKIP_REGULAR_EXPRESSION "SKIP   : [A-Za-z]+::initTestCase")
endfunction()
